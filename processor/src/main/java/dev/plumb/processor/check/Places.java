package dev.plumb.processor.check;

import dev.plumb.graph.compose.Repetition;
import dev.plumb.graph.problem.Place;
import dev.plumb.graph.problem.Problem;
import dev.plumb.graph.problem.ProblemId;
import dev.plumb.processor.read.AnnotationUse;
import dev.plumb.processor.read.BlockDeclaration;
import dev.plumb.processor.read.LostFunction;
import dev.plumb.processor.read.MethodDeclaration;
import dev.plumb.processor.read.ModelDeclaration;
import dev.plumb.processor.read.ParameterDeclaration;
import dev.plumb.processor.read.Token;
import dev.plumb.processor.read.Used;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the token for each place of a model. */
final class Places {
    private final ModelDeclaration model;
    private final Map<Integer, List<Integer>> wiring;

    /** The index of the first method of each name, and of the last. */
    private final Map<String, Integer> first = new HashMap<>();

    private final Map<String, Integer> last = new HashMap<>();

    /** Those of the models and blocks that it uses, by the names of their types. */
    private final Map<String, Places> used = new HashMap<>();

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

    /** The problems with their tokens, in the order of the source. What is wrong inside of many uses is said once. */
    List<LocatedProblem> located(Collection<Problem> problems) {
        // inside of what is made elsewhere, all is said at its use: there each place is another problem
        record Said(Token token, ProblemId id, Optional<Place> elsewhere) {}
        record Found(Problem problem, Location location, Said said, Token home) {}
        Map<Said, Integer> uses = new HashMap<>();
        List<Found> found = new ArrayList<>();
        for (Problem problem : problems) {
            Located inside = inside(problem.site().uses(), problem.place(), problem.id());
            Location here = problem.site().uses().isEmpty()
                    ? inside.location()
                    : new Place.Layer(problem.site().layer()).accept(new Finder(first, false));
            Optional<Place> elsewhere = inside.isPlace() ? Optional.empty() : Optional.of(problem.place());
            Said said = new Said(inside.location().token(), problem.id(), elsewhere);
            int before = problem.site().uses().isEmpty() ? 0 : uses.merge(said, 1, Integer::sum) - 1;
            if (before == 0) {
                // what is made elsewhere is not to be mended here
                Problem mendable = inside.isPlace() ? problem : problem.withFix("");
                found.add(new Found(mendable, here, said, inside.home()));
            }
        }
        return found.stream()
                .sorted(Comparator.comparingInt((Found one) -> one.location().method())
                        .thenComparingInt(one -> one.location().part()))
                .map(one -> new LocatedProblem(
                        one.problem().alsoIn(uses.getOrDefault(one.said(), 1) - 1),
                        one.said().token(),
                        one.home()))
                .toList();
    }

    /**
     * A location, and the type in whose source it is.
     *
     * @param isPlace whether it is the place itself, and not the use of something whose source is elsewhere
     */
    private record Located(Location location, Token home, boolean isPlace) {}

    /** The innermost place whose source is in this compilation. A name that is used twice is the fault of its last use. */
    private Located inside(List<String> uses, Place place, ProblemId id) {
        if (uses.isEmpty()) {
            Map<String, Integer> methods = id == ProblemId.DUPLICATE_NAME ? last : first;
            return new Located(place.accept(new Finder(methods, id == ProblemId.UNKNOWN_OUTPUT)), model.token(), true);
        }
        Optional<MethodDeclaration> use = declared(uses.get(0))
                .map(method ->
                        method.composition().owner().flatMap(this::declared).orElse(method));
        List<String> rest = uses.subList(1, uses.size());
        if (use.isPresent() && use.get().composition().repeat().isPresent()) {
            if (rest.isEmpty()) { // the place is one of the repetitions
                return inside(List.of(), place.of(uses.get(0)), id);
            }
            rest = rest.subList(1, rest.size());
        }
        Optional<ModelDeclaration> nested = use.flatMap(Places::source);
        if (nested.isPresent()) {
            return ofUsed(nested.get()).inside(rest, place, id);
        }
        return new Located(new Place.Layer(uses.get(0)).accept(new Finder(first, false)), model.token(), false);
    }

    /** The places of a model or block that this one uses: problems of many uses are in the same. */
    private Places ofUsed(ModelDeclaration declaration) {
        Places places = used.get(declaration.qualifiedName());
        if (places == null) {
            places = new Places(declaration, DraftMaker.of(declaration).wiring());
            used.put(declaration.qualifiedName(), places);
        }
        return places;
    }

    /** The declaration of what a method uses, if it is compiled now. */
    private static Optional<ModelDeclaration> source(MethodDeclaration method) {
        return method.composition().used().flatMap(Used::declared).or(() -> method.layers().stream()
                .flatMap(use -> use.own().stream())
                .flatMap(own -> own.declared().stream())
                .flatMap(own -> own instanceof BlockDeclaration block ? block.wiring().stream() : Stream.empty())
                .findFirst());
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
            return annotation(
                    place.layer(),
                    declared(place.layer())
                            .flatMap(method -> method.composition().bind()),
                    "value",
                    place.index());
        }

        @Override
        public Location condition(Place.Condition place) {
            return annotation(
                    place.layer(),
                    declared(place.layer())
                            .flatMap(method -> method.composition().when()),
                    "value",
                    -1);
        }

        @Override
        public Location extraction(Place.Extraction place) {
            return annotation(
                    place.layer(),
                    declared(place.layer())
                            .flatMap(method -> method.composition().extract()),
                    place.attribute(),
                    -1);
        }

        @Override
        public Location budget(Place.OfBudget place) {
            return model.budget()
                    .map(use -> new Location(use.token().attribute(place.attribute(), -1), -1, -1))
                    .orElseGet(Places.this::whole);
        }

        @Override
        public Location weights(Place.OfWeights place) {
            return model.weights()
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
