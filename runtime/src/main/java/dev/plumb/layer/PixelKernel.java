package dev.plumb.layer;

import dev.plumb.dsl.Interpolation;

/** How much the pixels of an image count in one between them, by their distance from it: nothing from the radius on. */
enum PixelKernel {
    TRIANGLE(1) {
        @Override
        double at(double distance) {
            return Math.max(1 - distance, 0);
        }
    },

    /** Keys 1981, "Cubic convolution interpolation for digital image processing", with a = -1/2. */
    CUBIC(2) {
        @Override
        double at(double distance) {
            if (distance >= 2) {
                return 0;
            }
            return distance < 1
                    ? (1.5 * distance - 2.5) * distance * distance + 1
                    : ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
        }
    },

    LANCZOS3(3) {
        @Override
        double at(double distance) {
            return lanczos(distance);
        }
    },

    LANCZOS5(5) {
        @Override
        double at(double distance) {
            return lanczos(distance);
        }
    };

    private final int radius;

    PixelKernel(int radius) {
        this.radius = radius;
    }

    static PixelKernel of(Interpolation interpolation) {
        return switch (interpolation) {
            case NEAREST -> throw new IllegalArgumentException("the nearest pixel counts alone");
            case BILINEAR -> TRIANGLE;
            case BICUBIC -> CUBIC;
            case LANCZOS3 -> LANCZOS3;
            case LANCZOS5 -> LANCZOS5;
        };
    }

    int radius() {
        return radius;
    }

    /** The share at a distance that is not negative. */
    abstract double at(double distance);

    /** A sinc within a wider one (Lanczos). */
    double lanczos(double distance) {
        return distance < radius ? sinc(distance) * sinc(distance / radius) : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
