package dev.plumb.processor.check;

import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.LostFunction;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import dev.plumb.processor.read.Token;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the token for each place of a model. */
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

    /** The problems with their tokens, in the order of the source. */
    List<LocatedProblem> located(Collection<Problem> problems) {
        record Found(Problem problem, Location location) {}
        return problems.stream()
                .map(problem -> new Found(problem, of(problem)))
                .sorted(Comparator.comparingInt(
                                (Found found) -> found.location().method())
                        .thenComparingInt(found -> found.location().part()))
                .map(found ->
                        new LocatedProblem(found.problem(), found.location().token()))
                .toList();
    }

    /** The location of a problem. A name that is used twice is the fault of its last use. */
    private Location of(Problem problem) {
        Map<String, Integer> methods = problem.id() == ProblemId.DUPLICATE_NAME ? last : first;
        if (!problem.site().uses().isEmpty()) { // what it is made of is declared elsewhere
            return new Place.Layer(problem.site().layer()).accept(new Finder(methods, false));
        }
        return problem.place().accept(new Finder(methods, problem.id() == ProblemId.UNKNOWN_OUTPUT));
    }

    private Location whole() {
        return new Location(model.token(), -1, -1);
    }

    private Optional<MethodDeclaration> declared(String name) {
        return Optional.ofNullable(first.get(name)).map(model.methods()::get);
    }

    /** The token of each kind of place. */
    private final class Finder implements Place.Visitor<Location> {
        private final Map<String, Integer> methods;
        private final boolean picksOutput;

        Finder(Map<String, Integer> methods, boolean picksOutput) {
            this.methods = methods;
            this.picksOutput = picksOutput;
        }

        @Override
        public Location whole(Place.Whole place) {
            return Places.this.whole();
        }

        @Override
        public Location layer(Place.Layer place) {
            return method(place.name());
        }

        /** A wire is its parameter; one that picks an output says so in its {@code @From}. */
        @Override
        public Location source(Place.Source place) {
            Location method = method(place.layer());
            List<Integer> parameters = wiring.getOrDefault(method.method(), List.of());
            if (place.index() >= parameters.size()) {
                return method; // in a @Sequential the wire is the method's place in the line
            }
            Location parameter = parameter(method, parameters.get(place.index()));
            return picksOutput ? from(parameter) : parameter;
        }

        private Location from(Location parameter) {
            return model.methods()
                    .get(parameter.method())
                    .parameters()
                    .get(parameter.part())
                    .from()
                    .map(from ->
                            new Location(from.token().attribute("value", -1), parameter.method(), parameter.part()))
                    .orElse(parameter);
        }

        @Override
        public Location parameter(Place.Parameter place) {
            return parameter(method(place.layer()), place.index());
        }

        @Override
        public Location annotation(Place.LayerAnnotation place) {
            Optional<AnnotationUse> annotation = declared(place.layer()).flatMap(method -> method.layers().stream()
                    .filter(use -> use.name().equals(place.annotation()))
                    .findFirst()
                    .or(() -> method.composition().use()));
            return annotation(place.layer(), annotation, "", -1);
        }

        @Override
        public Location attribute(Place.Attribute place) {
            Optional<MethodDeclaration> method = declared(place.layer());
            if (place.attribute().equals(Repetition.COUNT)) {
                return annotation(
                        place.layer(),
                        method.flatMap(declared -> declared.composition().repeat()),
                        "value",
                        -1);
            }
            Optional<AnnotationUse> input = method.flatMap(MethodDeclaration::input);
            if (input.isEmpty()) {
                return annotation(
                        place.layer(),
                        method.flatMap(declared -> declared.stating(place.attribute())),
                        place.attribute(),
                        place.index());
            }
            // the sizes of an input's axes are in one of two attributes
            boolean written = input.get().has(place.attribute());
            String other = place.attribute().equals("value") ? "dims" : "value";
            return annotation(place.layer(), input, written ? place.attribute() : other, place.index());
        }

        @Override
        public Location loss(Place.OutputLoss place) {
            return annotation(
                    place.output(), declared(place.output()).flatMap(MethodDeclaration::loss), place.attribute(), -1);
        }

        @Override
        public Location metric(Place.OutputMetric place) {
            return annotation(
                    place.output(),
                    declared(place.output()).flatMap(MethodDeclaration::metrics),
                    place.index() < 0 ? "" : "value",
                    place.index());
        }

        @Override
        public Location sharing(Place.Sharing place) {
            return annotation(
                    place.layer(),
                    declared(place.layer())
                            .flatMap(method -> method.composition().sharing()),
                    "value",
                    -1);
        }

        @Override
        public Location binding(Place.Binding place) {
            return method(place.layer());
        }

        @Override
        public Location condition(Place.Condition place) {
            return method(place.layer());
        }

        @Override
        public Location budget(Place.OfBudget place) {
            return model.budget()
                    .map(use -> new Location(use.token().attribute(place.attribute(), -1), -1, -1))
                    .orElseGet(Places.this::whole);
        }

        private Location method(String name) {
            Integer index = methods.get(name);
            return index == null
                    ? lost(name)
                    : new Location(model.methods().get(index).token(), index, -1);
        }

        /** A function that did not reach the compiler has its place in the metadata that did. */
        private Location lost(String name) {
            return model.lostFunctions().stream()
                    .filter(function -> function.name().equals(name))
                    .findFirst()
                    .map(LostFunction::token)
                    .map(token -> new Location(token, -1, -1))
                    .orElseGet(Places.this::whole);
        }

        private Location parameter(Location method, int index) {
            if (method.method() < 0) {
                return method;
            }
            List<ParameterDeclaration> parameters =
                    model.methods().get(method.method()).parameters();
            return index < parameters.size()
                    ? new Location(parameters.get(index).token(), method.method(), index)
                    : method;
        }

        private Location annotation(String name, Optional<AnnotationUse> annotation, String attribute, int index) {
            Location method = method(name);
            Token token = annotation
                    .map(use -> use.token().attribute(attribute, index))
                    .orElse(method.token());
            return new Location(token, method.method(), -1);
        }
    }
}
