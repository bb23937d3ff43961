package dev.plumb.onnx.read;

import dev.plumb.onnx.file.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which operators are read: a row for each, with what becomes of it. What only works on numbers of the file or on sizes is a matter of {@link Folding}. */
public final class OperatorTable {
    /** What becomes of an operator that changes no number. */
    private static final String NOTHING =
            "nothing: it is known where each number lies; `Flatten`, `Reshape` or `Permute` before a layer that needs"
                    + " another order";

    private static final Map<String, Row> ROWS = rows();

    private OperatorTable() {}

    /** Reads an operator; gives what its outputs stand for. */
    interface Reader {
        List<? extends Operand> read(Applied applied) throws Unreadable;
    }

    /** Reads an operator with one output. */
    private interface SingleReader {
        Operand read(Applied applied) throws Unreadable;
    }

    /**
     * An operator.
     *
     * @param becomes what it is here
     */
    private record Row(String type, String becomes, Reader reader) {}

    private static Map<String, Row> rows() {
        List<Row> all = new ArrayList<>();
        one(all, "Gemm", "`Dense`", DenseOperators::gemm);
        one(
                all,
                "MatMul",
                "`Dense`, with the `Add` that follows as its bias; of two tensors `Dot`",
                DenseOperators::matMul);
        one(
                all,
                "Conv",
                "`Conv1D`, `Conv2D`, `Conv3D`; `DepthwiseConv1D`, `DepthwiseConv2D` where each channel is a group;"
                        + " `ZeroPadding…` for other pads than \"same\"",
                WindowOperators::convolution);
        one(
                all,
                "ConvTranspose",
                "`Conv1DTranspose`, `Conv2DTranspose`, `Conv3DTranspose`; `Cropping…` for other pads than \"same\"",
                WindowOperators::transposed);
        one(
                all,
                "MaxPool",
                "`MaxPooling1D`, `MaxPooling2D`, `MaxPooling3D`; for centred pads two of them",
                WindowOperators::maxPooling);
        one(
                all,
                "AveragePool",
                "`AveragePooling1D`, `AveragePooling2D`, `AveragePooling3D`; `ZeroPadding…` where pads are counted",
                WindowOperators::averagePooling);
        one(
                all,
                "GlobalMaxPool",
                "`GlobalMaxPooling1D`, `GlobalMaxPooling2D`, `GlobalMaxPooling3D`",
                WindowOperators::globalMax);
        one(
                all,
                "GlobalAveragePool",
                "`GlobalAveragePooling1D`, `GlobalAveragePooling2D`, `GlobalAveragePooling3D`",
                WindowOperators::globalAverage);
        one(all, "BatchNormalization", "`BatchNormalization`", NormalizationOperators::batch);
        one(all, "LayerNormalization", "`LayerNormalization`", NormalizationOperators::layer);
        one(all, "RMSNormalization", "`RMSNormalization`", NormalizationOperators::rms);
        one(
                all,
                "InstanceNormalization",
                "`GroupNormalization` with groups of one channel",
                NormalizationOperators::instance);
        one(all, "GroupNormalization", "`GroupNormalization`", NormalizationOperators::group);
        one(
                all,
                "Attention",
                "`MultiHeadAttention`, `GroupQueryAttention` where heads share keys, with the dense layers before and"
                        + " behind it as its projections",
                AttentionOperators::attention);
        row(all, "LSTM", "`LSTM`, or `Bidirectional` of it", RecurrentOperators::lstm);
        row(all, "GRU", "`GRU`, or `Bidirectional` of it", RecurrentOperators::gru);
        row(all, "RNN", "`SimpleRNN`, or `Bidirectional` of it", RecurrentOperators::simple);
        ActivationOperators.PLAIN.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> one(
                        all,
                        entry.getKey(),
                        "the activation `" + entry.getValue()
                                + "`: of the layer before, if that is `Dense` or a convolution",
                        ActivationOperators::plain));
        one(all, "LeakyRelu", "`LeakyReLU`", ActivationOperators::leakyRelu);
        one(all, "PRelu", "`PReLU`; `LeakyReLU` for one slope", ActivationOperators::pRelu);
        one(all, "ThresholdedRelu", "`ReLU`", ActivationOperators::thresholdedRelu);
        one(
                all,
                "Clip",
                "the activations `RELU6` and `HARD_TANH`, else `ReLU` between `Rescaling`",
                ActivationOperators::clip);
        one(all, "Elu", "the activation `ELU`, or the layer", ActivationOperators::elu);
        one(all, "Celu", "the activation `CELU`", ActivationOperators::celu);
        one(all, "Selu", "the activation `SELU`", ActivationOperators::selu);
        one(all, "Gelu", "the activation `GELU`", ActivationOperators::gelu);
        one(all, "Swish", "the activation `SILU`", ActivationOperators::swish);
        one(
                all,
                "HardSigmoid",
                "the activation `HARD_SIGMOID`, behind `Rescaling` for other slopes than 1/6",
                ActivationOperators::hardSigmoid);
        one(all, "Softmax", "the activation `SOFTMAX`", ActivationOperators::softmax);
        one(all, "LogSoftmax", "the activation `LOG_SOFTMAX`", ActivationOperators::logSoftmax);
        one(all, "Dropout", "`Dropout`", ActivationOperators::dropout);
        one(
                all,
                "Add",
                "`Add`; with a number `Rescaling`, with one a channel `BatchNormalization`",
                MergeOperators::add);
        one(all, "Sub", "`Subtract`; with numbers as `Add`", MergeOperators::subtract);
        one(all, "Mul", "`Multiply`; with numbers as `Add`", MergeOperators::multiply);
        one(all, "Div", "by numbers only, as `Mul`", MergeOperators::divide);
        one(all, "Neg", "`Rescaling`", MergeOperators::negative);
        one(all, "Pow", "by 2: `Multiply`", MergeOperators::power);
        one(all, "Sum", "`Add`", MergeOperators::sum);
        one(all, "Mean", "`Average`", MergeOperators::mean);
        one(all, "Max", "`Maximum`", MergeOperators::max);
        one(all, "Min", "`Minimum`", MergeOperators::min);
        one(all, "Concat", "`Concatenate`", MergeOperators::concatenate);
        one(all, "ReduceMean", "`GlobalAveragePooling…`", ReductionOperators::mean);
        one(all, "ReduceMax", "`GlobalMaxPooling…`", ReductionOperators::max);
        one(all, "ReduceSum", "`GlobalAveragePooling…` and `Rescaling`", ReductionOperators::sum);
        one(
                all,
                "Gather",
                "`Embedding` of a table; one place of an axis: `Cropping…`, or what a recurrent layer returns",
                LookupOperators::gather);
        one(all, "Pad", "`ZeroPadding…`, or `Cropping…` for numbers below 0", CuttingOperators::pad);
        one(all, "Slice", "`Cropping…`", CuttingOperators::slice);
        row(all, "Split", "`Cropping…` for each part", CuttingOperators::split);
        one(all, "Resize", "`UpSampling…`, `Resizing`", ResizingOperators::resize);
        one(all, "Upsample", "`UpSampling…`", ResizingOperators::upsample);
        one(all, "Equal", "with 0, in a mask of attention", ConditionOperators::equal);
        one(all, "Not", "in a mask of attention", ConditionOperators::not);
        one(all, "Where", "of 0 and a number far below, as a mask of attention", ConditionOperators::where);
        one(
                all,
                "Expand",
                "`UpSampling…`, `RepeatVector`; nothing where nothing is repeated",
                ofConditionsToo(RepeatingOperators::expand));
        one(all, "Cast", NOTHING, OperatorTable::cast);
        for (String type : List.of("Identity", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Shape")) {
            one(all, type, NOTHING, ofConditionsToo(naming(type)));
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        all.forEach(row -> rows.put(row.type, row));
        return rows;
    }

    /** Truth values that lie otherwise are the same ones, and so they are as numbers. */
    private static SingleReader ofConditionsToo(SingleReader reader) {
        return applied -> applied.operand(0) instanceof Condition condition
                ? lying(condition, reader.read(applied.of(condition.of())))
                : reader.read(applied);
    }

    private static Operand cast(Applied applied) throws Unreadable {
        return applied.operand(0) instanceof Condition condition
                ? ConditionOperators.cast(applied, condition)
                : ShapeOperators.cast(applied);
    }

    private static Operand lying(Condition condition, Operand read) {
        return read instanceof Tensor tensor ? condition.lying(tensor) : read;
    }

    private static SingleReader naming(String type) {
        return switch (type) {
            case "Transpose" -> ShapeOperators::transpose;
            case "Reshape" -> ShapeOperators::reshape;
            case "Flatten" -> ShapeOperators::flatten;
            case "Squeeze" -> ShapeOperators::squeeze;
            case "Unsqueeze" -> ShapeOperators::unsqueeze;
            case "Shape" -> ShapeOperators::shape;
            default -> ShapeOperators::identity;
        };
    }

    private static void one(List<Row> rows, String type, String becomes, SingleReader reader) {
        row(rows, type, becomes, applied -> List.of(reader.read(applied)));
    }

    private static void row(List<Row> rows, String type, String becomes, Reader reader) {
        rows.add(new Row(type, becomes, reader));
    }

    static Optional<Reader> reader(String type) {
        return Optional.ofNullable(ROWS.get(type)).map(Row::reader);
    }

    /** The operators that are read. */
    public static Collection<String> types() {
        return ROWS.keySet();
    }

    /** What an operator that is read becomes, in Markdown. */
    public static String becomes(String type) {
        return Optional.ofNullable(ROWS.get(type)).map(Row::becomes).orElse("");
    }
}
