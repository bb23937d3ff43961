package dev.plumb.graph.rule;

import dev.plumb.dsl.ActivationFunction;
import dev.plumb.graph.spec.AttributeChecks;

/** The family of recurrent layers with gates, which have an activation of their own. */
public interface GatedRecurrentSpec extends RecurrentSpec {
    /** What is applied to the gates. */
    ActivationFunction recurrentActivation();

    @Override
    default void validate(AttributeChecks checks) {
        RecurrentSpec.super.validate(checks);
        SequenceSpec.keepsUnits(checks, "recurrentActivation", recurrentActivation());
    }
}
