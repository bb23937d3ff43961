package dev.plumb.compile;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/** The first examples of a plan for more: the others are copies of the last one, and what is computed of them is not looked at. Only where each example is computed by itself, and none goes on from one before. */
final class FirstExamples implements PredictPlan {
    private final PredictPlan plan;
    private final int count;
    private final int of;

    /**
     * So many examples.
     *
     * @param of how many the plan is for
     */
    FirstExamples(PredictPlan plan, int count, int of) {
        this.plan = plan;
        this.count = count;
        this.of = of;
    }

    private FloatBuffer first(FloatBuffer all) {
        return all.slice(0, all.capacity() / of * count);
    }

    private IntBuffer first(IntBuffer all) {
        return all.slice(0, all.capacity() / of * count);
    }

    @Override
    public boolean isFloat(int index) {
        return plan.isFloat(index);
    }

    @Override
    public int threads() {
        return plan.threads();
    }

    @Override
    public int inputs() {
        return plan.inputs();
    }

    @Override
    public int outputs() {
        return plan.outputs();
    }

    @Override
    public FloatBuffer input(int index) {
        return first(plan.input(index));
    }

    @Override
    public IntBuffer inputInts(int index) {
        return first(plan.inputInts(index));
    }

    @Override
    public boolean isFloatOutput(int index) {
        return plan.isFloatOutput(index);
    }

    @Override
    public FloatBuffer output(int index) {
        return first(plan.output(index));
    }

    @Override
    public IntBuffer outputInts(int index) {
        return first(plan.outputInts(index));
    }

    @Override
    public FloatBuffer lastingInput(int index) {
        return first(plan.lastingInput(index));
    }

    @Override
    public IntBuffer lastingInputInts(int index) {
        return first(plan.lastingInputInts(index));
    }

    @Override
    public FloatBuffer lastingOutput(int index) {
        return first(plan.lastingOutput(index));
    }

    @Override
    public IntBuffer lastingOutputInts(int index) {
        return first(plan.lastingOutputInts(index));
    }

    @Override
    public List<Integer> outputShape(int index) {
        List<Integer> shape = new ArrayList<>(plan.outputShape(index));
        shape.set(0, count);
        return shape;
    }

    @Override
    public void seed(int seed) {
        plan.seed(seed);
    }

    @Override
    public void run() {
        for (int i = 0; i < plan.inputs(); i++) {
            repeatLast(i);
        }
        plan.run();
    }

    /** What is there is valid. */
    private void repeatLast(int input) {
        if (plan.isFloat(input)) {
            FloatBuffer all = plan.input(input);
            int width = all.capacity() / of;
            for (int row = count; row < of; row++) {
                all.put(row * width, all, (count - 1) * width, width);
            }
        } else {
            IntBuffer all = plan.inputInts(input);
            int width = all.capacity() / of;
            for (int row = count; row < of; row++) {
                all.put(row * width, all, (count - 1) * width, width);
            }
        }
    }

    @Override
    public long nativeBytes() {
        return plan.nativeBytes();
    }

    @Override
    public void close() {
        plan.close();
    }
}
