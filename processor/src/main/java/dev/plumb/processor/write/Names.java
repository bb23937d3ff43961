package dev.plumb.processor.write;

import com.palantir.javapoet.ClassName;

/** The classes that generated code uses; the processor does not depend on the runtime, so they go by name. */
final class Names {
    static final ClassName ARRAY = ClassName.get("org.nd4j.linalg.api.ndarray", "INDArray");
    static final ClassName INITIAL_WEIGHTS = ClassName.get("dev.plumb.runtime", "InitialWeights");
    static final ClassName NETWORK = ClassName.get("dev.plumb.runtime", "Network");
    static final ClassName BACKEND = ClassName.get("dev.plumb.runtime", "Backend");
    static final ClassName TYPED_MODEL = ClassName.get("dev.plumb.runtime", "TypedModel");
    static final ClassName SHARING = ClassName.get("dev.plumb.runtime", "Sharing");
    static final ClassName PHASE = ClassName.get("dev.plumb.runtime", "Phase");
    static final ClassName VERBOSITY = ClassName.get("dev.plumb.runtime", "Verbosity");
    static final ClassName TRAINER = ClassName.get("dev.plumb.runtime", "Trainer");
    static final ClassName DATASET = ClassName.get("dev.plumb.data", "Dataset");
    static final ClassName ARRAY_DATASET = ClassName.get("dev.plumb.data", "ArrayDataset");
    static final ClassName STRUCTURE = ClassName.get("dev.plumb.data", "Structure");
    static final ClassName TABLE = ClassName.get("dev.plumb.data", "Table");
    static final ClassName TABLE_COLUMNS = ClassName.get("dev.plumb.data", "TableColumns");
    static final ClassName COLUMN = ClassName.get("dev.plumb.data", "Column");
    static final ClassName INPUT_EXCEPTION = ClassName.get("dev.plumb.array", "InputException");
    static final ClassName OPTIMIZER = ClassName.get("dev.plumb.train", "Optimizer");
    static final ClassName LOSSES = ClassName.get("dev.plumb.train", "Losses");
    static final ClassName LOSS = ClassName.get("dev.plumb.train", "SampleLoss");
    static final ClassName OUTPUT_TRAINING = ClassName.get("dev.plumb.train", "OutputTraining");

    private Names() {}
}
