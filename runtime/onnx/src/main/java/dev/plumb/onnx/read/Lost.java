package dev.plumb.onnx.read;

/** What a node gives that was refused: whatever takes it is not looked at. */
enum Lost implements Operand {
    LOST
}
