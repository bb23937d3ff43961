package dev.plumb.runtime;

import dev.plumb.compile.StepPlans;
import dev.plumb.data.Batches;
import java.util.HashMap;
import java.util.Map;

/**
 * The steps of one way from a data set to a model. Arrays in memory have one size for each symbolic axis; what is read as it goes tells its sizes
 * with each batch.
 */
final class CoursePlans {
    private final Feed feed;
    private final StepPlans plans;
    private final Map<Map<String, Long>, StepPlans.OfNames> bySizes = new HashMap<>();

    CoursePlans(Feed feed, StepPlans plans) {
        this.feed = feed;
        this.plans = plans;
    }

    /** The steps for the symbolic sizes of the current batch. */
    StepPlans.OfNames of(Batches batches) {
        Map<String, Long> sizes = feed.sizes(batches);
        StepPlans.OfNames known = bySizes.get(sizes);
        if (known == null) {
            known = plans.of(sizes);
            bySizes.put(sizes, known);
        }
        return known;
    }
}
