package dev.plumb.onnx.read;

/** What a name in an ONNX graph stands for: something that is computed, numbers of its own, sizes, conditions, or what could not be read. */
sealed interface Operand permits Tensor, Constant, Sizes, Condition, Lost {}
