package dev.plumb.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import dev.plumb.dsl.DType;
import dev.plumb.graph.Draft;
import dev.plumb.graph.build.BlockBuilder;
import dev.plumb.graph.compose.BlockDefinition;
import dev.plumb.graph.compose.BlockLayer;
import dev.plumb.graph.shape.Dim;
import dev.plumb.processor.check.CheckedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The class generated for a block: the layer in the functional API. That of a block with problems has the same members, and none of it can be
 * made.
 */
public final class BlockClass {
    private static final String BUILDER = "b";

    /** Far from the 64 KB of byte code that a Java method can have. */
    private static final int LAYERS_PER_METHOD = 100;

    private final OwnLayerClass own;
    private final Optional<BlockDefinition> block;
    private final Optional<Constants> constants;

    private BlockClass(CheckedBlock block) {
        this.own = new OwnLayerClass(block.declaration().layer(), BlockLayer.class, BlockDefinition.class, "BLOCK");
        this.block = block.definition();
        this.constants = this.block.map(definition -> Constants.of(definition.wiring()));
    }

    public static BlockClass of(CheckedBlock block) {
        return new BlockClass(block);
    }

    /** The name of the class of a block. */
    /** The source file. */
    public JavaFile file() {
        List<String> carried = block.map(DraftPieces::of).orElse(List.of());
        String documentation = "The block {@code @" + own.layer().name() + "} as a layer of the functional API.";
        TypeSpec type = own.type(carried, documentation)
                .addMethods(block.map(this::definition).orElseGet(() -> List.of(own.broken())))
                .build();
        return GeneratedFile.of(own.name(), type, constants);
    }

    /** What the block is made of, a line a layer. */
    private List<MethodSpec> definition(BlockDefinition definition) {
        MethodSpec.Builder main = OwnLayerClass.start("define").returns(BlockDefinition.class);
        main.addStatement(
                "$T $L = $T.named($S)", BlockBuilder.class, BUILDER, BlockBuilder.class, definition.annotation());
        definition
                .attributes()
                .forEach(attribute -> main.addStatement("$L$L", BUILDER, OwnLayerClass.attribute(attribute)));
        definition.wiring().inputs().forEach(input -> main.addStatement(input(input)));
        List<Draft.Step> steps = definition.wiring().steps();
        List<MethodSpec> parts = new ArrayList<>();
        if (steps.size() <= LAYERS_PER_METHOD) {
            steps.forEach(step -> main.addStatement(step(step)));
        } else {
            for (int from = 0; from < steps.size(); from += LAYERS_PER_METHOD) {
                String part = "layers" + (from / LAYERS_PER_METHOD + 1);
                main.addStatement("$L($L)", part, BUILDER);
                MethodSpec.Builder method = OwnLayerClass.start(part)
                        .addParameter(ParameterSpec.builder(BlockBuilder.class, BUILDER)
                                .build());
                steps.subList(from, Math.min(from + LAYERS_PER_METHOD, steps.size()))
                        .forEach(step -> method.addStatement(step(step)));
                parts.add(method.build());
            }
        }
        definition.wiring().outputs().forEach(output -> main.addStatement("$L.output($S)", BUILDER, output.name()));
        parts.add(0, main.addStatement("return $L.build()", BUILDER).build());
        return parts;
    }

    private static CodeBlock input(Draft.Input input) {
        CodeBlock axes = input.type().shape().dims().stream()
                .map(Dim::toString)
                .map(axis -> CodeBlock.of("$S", axis))
                .collect(CodeBlock.joining(", "));
        CodeBlock call = CodeBlock.of(
                "$L.input($S, $T.$L",
                BUILDER,
                input.name(),
                DType.class,
                input.type().dtype());
        return input.type().rank() == 0 ? CodeBlock.of("$L)", call) : CodeBlock.of("$L, $L)", call, axes);
    }

    private CodeBlock step(Draft.Step step) {
        Draft.Terms terms = step.terms();
        CodeBlock.Builder call = CodeBlock.builder();
        if (terms.sharing().isEmpty()) {
            call.add(
                    "$L.apply($S, $L",
                    BUILDER,
                    step.name(),
                    constants.orElseThrow().layer(step.layer().orElseThrow()));
        } else {
            String again = step.layer().orElseThrow().isReversed() ? "applyReversed" : "applyAgain";
            call.add("$L.$L($S, $S", BUILDER, again, step.name(), terms.sharing());
        }
        step.sources().forEach(source -> call.add(", $S", source.wire().toString()));
        CodeBlock applied = Constants.bound(call.add(")").build(), terms.bindings());
        CodeBlock.Builder line = CodeBlock.builder().add(applied);
        if (!terms.when().isEmpty()) {
            line.add(".when($S)", terms.when());
        }
        if (terms.frozen()) {
            line.add(".frozen()");
        }
        if (terms.recomputed()) {
            line.add(".recomputed()");
        }
        if (terms.masked()) {
            line.add(".masked()");
        }
        return line.build();
    }
}
