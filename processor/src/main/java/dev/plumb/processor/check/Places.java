package dev.plumb.processor.check;

import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import dev.plumb.processor.read.Token;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the token for a place of the model. */
final class Places {
    private final ModelDeclaration model;
    private final Map<Integer, List<Integer>> wiring;

    /** The index of the first method of each name, and of the last. */
    private final Map<String, Integer> first = new HashMap<>();

    private final Map<String, Integer> last = new HashMap<>();

    /**
     * The places of a model.
     *
     * @param wiring by the index of a method: for each of its layer's inputs the index of the parameter that it comes from
     */
    Places(ModelDeclaration model, Map<Integer, List<Integer>> wiring) {
        this.model = model;
        this.wiring = wiring;
        for (int i = 0; i < model.methods().size(); i++) {
            first.putIfAbsent(model.methods().get(i).name(), i);
            last.put(model.methods().get(i).name(), i);
        }
    }

    /** The location of a problem. A name that is used twice is the fault of its last use. */
    Location of(Problem problem) {
        Map<String, Integer> methods = problem.id() == ProblemId.DUPLICATE_NAME ? last : first;
        Place place = problem.place();
        if (place instanceof Place.Layer at) {
            return method(methods, at.name());
        } else if (place instanceof Place.Source at) {
            return source(at, problem.id() == ProblemId.UNKNOWN_OUTPUT);
        } else if (place instanceof Place.Attribute at) {
            return attribute(at);
        } else if (place instanceof Place.OutputLoss at) {
            return annotation(at.output(), declared(at.output()).flatMap(MethodDeclaration::loss), at.attribute(), -1);
        } else if (place instanceof Place.OutputMetric at) {
            return annotation(
                    at.output(), declared(at.output()).flatMap(MethodDeclaration::metrics), "value", at.index());
        }
        if (place instanceof Place.OfBudget at && model.budget().isPresent()) {
            return new Location(model.budget().get().token().attribute(at.attribute(), -1), -1, -1);
        }
        return whole();
    }

    private Location whole() {
        return new Location(model.token(), -1, -1);
    }

    private Optional<MethodDeclaration> declared(String name) {
        return Optional.ofNullable(first.get(name)).map(model.methods()::get);
    }

    private Location method(Map<String, Integer> methods, String name) {
        Integer index = methods.get(name);
        return index == null ? whole() : new Location(model.methods().get(index).token(), index, -1);
    }

    /** A wire is its parameter; one that picks an output says so in its {@code @From}. */
    private Location source(Place.Source at, boolean output) {
        Location method = method(first, at.layer());
        if (method.method() < 0) {
            return method;
        }
        MethodDeclaration declared = model.methods().get(method.method());
        List<Integer> parameters = wiring.getOrDefault(method.method(), List.of());
        if (at.index() >= parameters.size()) {
            return method; // in a @Sequential the wire is the method's place in the line
        }
        int index = parameters.get(at.index());
        ParameterDeclaration parameter = declared.parameters().get(index);
        Token token = parameter
                .from()
                .filter(from -> output)
                .map(from -> from.token().attribute("value", -1))
                .orElse(parameter.token());
        return new Location(token, method.method(), index);
    }

    private Location attribute(Place.Attribute at) {
        Optional<MethodDeclaration> method = declared(at.layer());
        Optional<AnnotationUse> input = method.flatMap(MethodDeclaration::input);
        if (input.isEmpty()) {
            return annotation(
                    at.layer(),
                    method.flatMap(declared -> declared.stating(at.attribute())),
                    at.attribute(),
                    at.index());
        }
        // the sizes of an input's axes are in one of two attributes
        boolean written = input.get().has(at.attribute());
        String attribute = written ? at.attribute() : at.attribute().equals("value") ? "dims" : "value";
        return annotation(at.layer(), input, attribute, at.index());
    }

    private Location annotation(String name, Optional<AnnotationUse> annotation, String attribute, int index) {
        Location method = method(first, name);
        Token token =
                annotation.map(use -> use.token().attribute(attribute, index)).orElse(method.token());
        return new Location(token, method.method(), -1);
    }
}
