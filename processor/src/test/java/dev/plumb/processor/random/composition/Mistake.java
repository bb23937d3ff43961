package dev.plumb.processor.random.composition;

import dev.plumb.dsl.layer.Layers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What may be wrong with a program. What is done to it may also leave it right: then all have to say so. */
enum Mistake {
    /** A layer gives another number of features. */
    WIDTH {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.part()
                    .filter(part -> part instanceof Program.Layer layer
                            && List.of("Dense", "LSTM", "GRU")
                                    .contains(layer.spec().layerName()))
                    .map(part -> ((Program.Layer) part).spec())
                    .filter(spec -> step.bindings().isEmpty())
                    .map(spec -> step.withPart(new Program.Layer(spec.with("units", 7))));
        }
    },
    /** A binding computes something else. */
    BINDING {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.bindings().isEmpty()
                    ? Optional.empty()
                    : Optional.of(step.bind(step.bindings().stream()
                            .map(text -> other(text, random.nextInt(4)))
                            .toArray(String[]::new)));
        }

        private String other(String text, int how) {
            String first = text.equals("units") ? "units = units" : text;
            return switch (how) {
                case 0 -> first.replaceFirst("(= .*)units", "$1unit");
                case 1 -> first.replaceFirst("= ", "= 1 + ");
                case 2 -> first.replaceFirst("= units", "= units / 2");
                default -> first.replaceFirst("= ", "= 0 * ");
            };
        }
    },
    /** A step is there, or not, where it is the other way round. */
    CONDITION {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.when().isEmpty()
                    ? Optional.empty()
                    : Optional.of(step.onlyWhen(random.nextInt(4) == 0 ? "unit > 1" : "not (" + step.when() + ")"));
        }
    },
    /** Something else is taken. */
    WIRE {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            List<String> names = new ArrayList<>();
            of.inputs().forEach(input -> names.add(input.name()));
            of.steps().subList(0, of.steps().indexOf(step)).forEach(before -> names.add(before.name()));
            String tensor = names.get(random.nextInt(names.size()));
            return changed(of, step, random, wire -> new Program.Wire(wire.role(), tensor));
        }
    },
    /** An input that is none, or is given twice. */
    ROLE {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            if (step.from().size() < 2 || step.from().get(0).role().isEmpty()) {
                return Optional.empty();
            }
            return switch (random.nextInt(3)) {
                case 0 -> Optional.of(step.withFrom(step.from().subList(0, 1)));
                case 1 -> changed(of, step, random, wire -> new Program.Wire(wire.role() + "s", wire.tensor()));
                default -> {
                    List<Program.Wire> wires = new ArrayList<>(step.from());
                    wires.add(new Program.Wire("side", wires.get(0).tensor()));
                    yield Optional.of(step.withFrom(wires));
                }
            };
        }
    },
    /** A model is cut where it has no layer. */
    CUT {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.part()
                    .filter(part -> part instanceof Program.Use)
                    .map(part -> step.withPart(new Program.Use(((Program.Use) part).model(), List.of("nowhere"))));
        }
    },
    /** An output of several is not picked, or is none. */
    OUTPUT {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            if (step.from().stream().noneMatch(wire -> wire.tensor().contains("."))) {
                return Optional.empty();
            }
            String replacement = random.nextBoolean() ? "" : ".nothing";
            return Optional.of(step.withFrom(step.from().stream()
                    .map(wire -> new Program.Wire(wire.role(), wire.tensor().replaceFirst("\\..*", replacement)))
                    .toList()));
        }
    },
    /** An attribute of a block that does not fit. */
    VALUE {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.part().filter(part -> part instanceof Program.OfBlock).map(part -> {
                Program.OfBlock block = (Program.OfBlock) part;
                Map<String, Object> values = new LinkedHashMap<>(block.values());
                values.replaceAll(
                        (name, value) -> value instanceof Integer ? (Object) (random.nextInt(3) == 0 ? 0 : 7) : value);
                return step.withPart(new Program.OfBlock(block.block(), values));
            });
        }
    },
    /** Repeated more often, or not at all. */
    TIMES {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.part()
                    .filter(part -> part instanceof Program.Repeated)
                    .map(part -> (Program.Repeated) part)
                    .map(part ->
                            step.withPart(new Program.Repeated(random.nextInt(2) * 4, part.parallel(), part.part())));
        }
    },
    /** Repeated, whether what it gives is what it takes or not. */
    REPEATED {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.part()
                    .filter(part -> step.bindings().isEmpty()
                            && step.from().size() == 1
                            && (part instanceof Program.Layer || part instanceof Program.Use))
                    .map(part -> step.withPart(new Program.Repeated(3, false, part)));
        }
    },
    /** The weights of something else. */
    SHARED {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            int place = of.steps().indexOf(step);
            if (step.from().size() != 1 || !step.bindings().isEmpty() || place == 0) {
                return Optional.empty();
            }
            String owner = random.nextInt(6) == 0
                    ? "nothing"
                    : of.steps().get(random.nextInt(place)).name();
            return Optional.of(Program.Step.again(step.name(), owner, step.from()));
        }
    },
    /** Something that uses itself. */
    ITSELF {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return step.part()
                    .filter(part ->
                            step.from().size() == 1 && step.bindings().isEmpty() && part instanceof Program.Layer)
                    .map(part -> step.withPart(
                            of.kind() == Program.Kind.MODEL
                                    ? new Program.Use(of.name(), List.of())
                                    : new Program.OfBlock(of.name(), Map.of("units", 3))));
        }
    },
    /** A layer that nothing takes. */
    DEAD {
        @Override
        Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random) {
            return Optional.empty();
        }
    };

    /** The step with the mistake, if it can have it. */
    abstract Optional<Program.Step> in(Program.Declaration of, Program.Step step, Random random);

    private static Optional<Program.Step> changed(
            Program.Declaration of,
            Program.Step step,
            Random random,
            java.util.function.UnaryOperator<Program.Wire> change) {
        if (of.line() || step.from().isEmpty()) {
            return Optional.empty(); // in a straight line there are no wires to change
        }
        List<Program.Wire> wires = new ArrayList<>(step.from());
        int which = random.nextInt(wires.size());
        wires.set(which, change.apply(wires.get(which)));
        return Optional.of(step.withFrom(wires));
    }

    /** The program with a mistake somewhere. */
    static Program in(Program program, Random random) {
        while (true) {
            Mistake mistake = values()[random.nextInt(values().length)];
            Program.Declaration one = program.declarations()
                    .get(random.nextInt(program.declarations().size()));
            if (mistake == DEAD && one.kind() == Program.Kind.MODEL && !one.line()) {
                List<Program.Step> steps = new ArrayList<>(one.steps());
                Program.Input input = one.inputs().get(0);
                steps.add(Program.Step.of(
                        "dead", new Program.Layer(Layers.flatten()), List.of(Program.Wire.of(input.name()))));
                return program.with(one, one.withSteps(steps), mistake.name());
            }
            Program.Step step = one.steps().get(random.nextInt(one.steps().size()));
            Optional<Program.Step> wrong = mistake.in(one, step, random);
            if (wrong.isPresent() && !wrong.get().equals(step)) {
                return program.with(one, one.with(step, wrong.get()), mistake.name());
            }
        }
    }
}
