package dev.plumb.onnx.write;

import dev.plumb.dsl.DType;
import dev.plumb.ops.op.ArrayType;
import dev.plumb.ops.op.Instruction;
import dev.plumb.ops.op.Op;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Instructions of a program, or of the body of a loop, as they are in each sample: the same ones, of different sizes.
 *
 * @param instructions of each sample
 * @param types of each sample, by the ids of the values
 */
record Steps(List<List<Instruction>> instructions, List<List<ArrayType>> types) {
    Steps {
        instructions = List.copyOf(instructions);
        types = List.copyOf(types);
    }

    int count() {
        return instructions.get(0).size();
    }

    /** What is read and made is the same in all samples. */
    Instruction instruction(int index) {
        return instructions.get(0).get(index);
    }

    /** The op of an instruction in each sample. */
    List<Op> ops(int index) {
        return instructions.stream().map(sample -> sample.get(index).op()).toList();
    }

    DType dtype(int id) {
        return types.get(0).get(id).dtype();
    }

    List<VaryingSize> shape(int id) {
        return IntStream.range(0, types.get(0).get(id).rank())
                .mapToObj(axis -> new VaryingSize(
                        types.stream().map(sample -> sample.get(id).size(axis)).toList()))
                .toList();
    }
}
