package dev.plumb.samples.backbones;

import dev.plumb.dsl.Image;
import dev.plumb.dsl.Input;
import dev.plumb.dsl.Model;
import dev.plumb.dsl.Output;

/** What {@link VGG16} sees in an image of any size, as 512 channels of a 32nd of height and width: the convolutions without the classifier. */
@Model
public interface VGG16Features {
    @Input(dims = {"height", "width", "3"})
    Image image();

    @ConvolutionStage(filters = 64, depth = 2)
    Image block1(Image image);

    @ConvolutionStage(filters = 128, depth = 2)
    Image block2(Image block1);

    @ConvolutionStage(filters = 256, depth = 3)
    Image block3(Image block2);

    @ConvolutionStage(filters = 512, depth = 3)
    Image block4(Image block3);

    @Output
    @ConvolutionStage(filters = 512, depth = 3)
    Image block5(Image block4);
}
