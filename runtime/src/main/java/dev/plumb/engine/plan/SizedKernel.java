package dev.plumb.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a plan of several sizes does for an instruction that is of another size in each: the kernels of the size that is chosen. */
final class SizedKernel implements Kernel {
    private final Choice choice;
    private final Kernel[][] bySize;

    /** Which of its sizes a plan has now: at first the largest. */
    static final class Choice {
        private final int count;
        private int index;

        Choice(int count) {
            this.count = count;
            this.index = count - 1;
        }

        void choose(int size) {
            index = Objects.checkIndex(size, count);
        }
    }

    SizedKernel(Choice choice, List<List<Kernel>> bySize) {
        this.choice = choice;
        this.bySize =
                bySize.stream().map(kernels -> kernels.toArray(Kernel[]::new)).toArray(Kernel[][]::new);
    }

    /**
     * Adds what is done for an instruction.
     *
     * @param works by size
     * @throws IllegalArgumentException if that follows from weights alone: then it is not done anew where another size is chosen
     */
    static void add(List<Work> works, Choice choice, KernelList kernels, KernelMaker maker) {
        Work largest = works.get(works.size() - 1);
        if (largest.prologue()) {
            throw new IllegalArgumentException(
                    largest.op().label() + " has several sizes, and reads nothing but weights and constants");
        }
        List<List<Kernel>> bySize = new ArrayList<>();
        for (Work work : works) {
            KernelList.Mark mark = kernels.mark();
            PlanBuilder.make(work, maker);
            bySize.add(kernels.takeMain(mark));
        }
        kernels.add(new SizedKernel(choice, bySize), false);
    }

    @Override
    public void run() {
        Kernel[] kernels = bySize[choice.index];
        for (int i = 0; i < kernels.length; i++) {
            kernels[i].run();
        }
    }

    @Override
    public String label() {
        return parts().stream().map(Kernel::label).collect(Collectors.joining(", "));
    }

    @Override
    public String implementation() {
        return parts().stream().map(Kernel::implementation).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public List<Kernel> parts() {
        return List.of(bySize[choice.index]);
    }
}
