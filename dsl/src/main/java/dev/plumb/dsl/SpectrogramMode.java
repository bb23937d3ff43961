package dev.plumb.dsl;

/** What a spectrogram gives of each frequency of a frame, whose transform is {@code real + i · imag}. */
public enum SpectrogramMode {
    /** {@code ln(max(magnitude, 1e-7))}. */
    LOG,
    /** {@code sqrt(max(real² + imag², 1e-7))}. */
    MAGNITUDE,
    /** {@code real² + imag²}, twice that between the first and the last frequency: a power spectral density. */
    PSD,
    /** The real part. */
    REAL,
    /** The imaginary part. */
    IMAG,
    /** The angle, {@code atan2(imag, real)}. */
    ANGLE,
    /** The real parts of all frequencies, then the imaginary parts. */
    STFT
}
