package dev.plumb.samples.backbones;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes images ready for the models that do not do it themselves; the others take pixels as they are. Images
 * are (examples, height, width, 3): red, green and blue from 0 to 255.
 */
public final class Pixels {
    /** The mean colour of ImageNet: blue, green, red. */
    private static final float[] MEAN = {103.939f, 116.779f, 123.68f};

    private static final int CHANNELS = 3;

    private Pixels() {}

    /** For {@link VGG16} and {@link ResNet50}: blue, green and red, without the mean colour of ImageNet. */
    public static INDArray caffe(INDArray images) {
        INDArray pixels = images.castTo(DataType.FLOAT).reshape(-1, CHANNELS).getColumns(2, 1, 0);
        return pixels.subRowVector(Nd4j.createFromArray(MEAN)).reshape(images.shape());
    }

    /** For {@link MobileNetV2}: from -1 to 1. */
    public static INDArray symmetric(INDArray images) {
        return images.castTo(DataType.FLOAT).div(127.5).subi(1);
    }
}
