package dev.plumb.runtime;

import dev.plumb.compile.PredictPlans;

/** Where plans for predictions come from: who takes one asks once, and gives it back to the same ones. */
interface PlanSource {
    PredictPlans plans();
}
