package dev.plumb.source;

/** The languages that models are written in. */
public enum SourceLanguage {
    JAVA("java"),
    KOTLIN("kt");

    private final String extension;

    SourceLanguage(String extension) {
        this.extension = extension;
    }

    /** How the names of its files end, without the dot. */
    public String extension() {
        return extension;
    }
}
