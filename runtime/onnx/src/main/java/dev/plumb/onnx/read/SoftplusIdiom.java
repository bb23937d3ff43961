package dev.plumb.onnx.read;

import dev.plumb.onnx.file.OnnxNode;
import java.util.Optional;

/** Softplus as PyTorch's newer exporter writes it: {@code Where(x > 20, x, Softplus(x))}, which is the same function but for 2e-9. */
final class SoftplusIdiom {
    /** From here on the function is its argument, but for 3e-7. */
    private static final double LEAST = 15;

    private SoftplusIdiom() {}

    /** Takes the nodes behind a softplus for it, if they choose between its argument and it. */
    static void absorb(Applied applied, Tensor made) {
        Following following = applied.following();
        String x = applied.node().input(0);
        String softplus = applied.node().output(0);
        Optional<OnnxNode> choice = following
                .only(softplus, "Where")
                .filter(node -> node.input(1).equals(x) && node.input(2).equals(softplus));
        Optional<OnnxNode> test = choice.flatMap(where -> following.takers(x).stream()
                .filter(node -> node.type().equals("Greater")
                        && node.output(0).equals(where.input(0))
                        && node.input(0).equals(x)
                        && isLarge(applied.known(node.input(1)))
                        && following.only(node.output(0)).isPresent())
                .findFirst());
        if (test.isPresent()) {
            following.absorb(test.get(), made);
            following.absorb(choice.orElseThrow(), made);
        }
    }

    private static boolean isLarge(Optional<Constant> threshold) {
        return threshold
                .filter(number -> number.size() == 1 && number.reals()[0] >= LEAST)
                .isPresent();
    }
}
