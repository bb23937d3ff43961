package dev.plumb.runtime;

import dev.plumb.train.AddedLoss;
import dev.plumb.train.OutputTraining;
import dev.plumb.train.TrainingMetric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How metrics are named in logs, as Keras names them. */
final class MetricNames {
    private MetricNames() {}

    /**
     * The names of the metrics of each output. Those of a model with several outputs begin with the output's. A name that is there already, that of a loss too, gets a number,
     * {@code auc_1}; that of a weighted metric, which is named after those that are not, {@code weighted_} before it.
     *
     * @param outputsOfModel how many the model has, with those that are not trained
     */
    static List<List<String>> of(int outputsOfModel, List<OutputTraining> outputs) {
        Map<String, Integer> taken = new HashMap<>(Map.of("loss", 1));
        outputs.forEach(output -> taken.put(output.output() + "_loss", 1));
        List<List<String>> names = new ArrayList<>();
        outputs.forEach(output -> names.add(new ArrayList<>()));
        for (boolean weighted : new boolean[] {false, true}) {
            for (int i = 0; i < outputs.size(); i++) {
                OutputTraining output = outputs.get(i);
                String owner = outputsOfModel > 1 ? output.output() + "_" : "";
                List<TrainingMetric> metrics = output.trainingMetrics();
                for (int m = 0; m < metrics.size(); m++) {
                    if (names.get(i).size() <= m) {
                        names.get(i).add("");
                    }
                    if (metrics.get(m).isWeighted() == weighted) {
                        String label = metrics.get(m).label();
                        boolean clashes = weighted && taken.containsKey(owner + label);
                        names.get(i).set(m, unique(owner + (clashes ? "weighted_" : "") + label, taken));
                    }
                }
            }
        }
        return names;
    }

    /** Which way each metric is better, by the names in logs. */
    static Map<String, TrainingMetric.Direction> directions(int outputsOfModel, List<OutputTraining> outputs) {
        List<List<String>> names = of(outputsOfModel, outputs);
        Map<String, TrainingMetric.Direction> directions = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            for (int m = 0; m < names.get(i).size(); m++) {
                TrainingMetric metric = outputs.get(i).trainingMetrics().get(m);
                directions.put(names.get(i).get(m), metric.direction());
            }
        }
        return directions;
    }

    /** The names of all that is reported, in the order of an evaluation; none if nothing is trained. */
    static List<String> all(int outputsOfModel, List<OutputTraining> outputs, List<AddedLoss> added) {
        Map<String, Double> values = new TreeMap<>();
        if (outputs.size() + added.size() > 0) {
            values.put("loss", 0.0);
        }
        if (outputs.size() + added.size() > 1) {
            outputs.forEach(output -> values.put(output.output() + "_loss", 0.0));
        }
        added.forEach(loss -> values.put(loss.name(), 0.0));
        of(outputsOfModel, outputs).stream().flatMap(List::stream).forEach(name -> values.put(name, 0.0));
        return Evaluation.of(values).names();
    }

    private static String unique(String name, Map<String, Integer> taken) {
        int before = taken.merge(name, 1, Integer::sum) - 1;
        return before == 0 ? name : name + "_" + before;
    }
}
