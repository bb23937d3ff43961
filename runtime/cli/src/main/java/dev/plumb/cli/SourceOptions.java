package dev.plumb.cli;

import dev.plumb.source.ModelForm;
import dev.plumb.source.SourceLanguage;
import dev.plumb.source.SourceStyle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How source is to be written, for the commands that write some. */
final class SourceOptions {
    /** The forms by the names that the command line has for them. */
    enum Form {
        simplest(ModelForm.SIMPLEST),
        model(ModelForm.MODEL);

        private final ModelForm form;

        Form(ModelForm form) {
            this.form = form;
        }
    }

    @Option(names = "--package", paramLabel = "NAME", description = "The package of the source.")
    private @Nullable String packageName;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the interface. Without it, it follows from the model's name.")
    private @Nullable String typeName;

    @Option(names = "--kotlin", description = "Write Kotlin, not Java.")
    private boolean kotlin;

    @Option(
            names = "--as",
            paramLabel = "FORM",
            defaultValue = "simplest",
            description = "simplest: a @Sequential where the model is a straight line, else a @Model. model: always a"
                    + " @Model. Layers have the same names in both, so the same file of weights loads.")
    private Form form = Form.simplest;

    @Option(names = "--force", description = "Replace files that exist.")
    private boolean force;

    boolean isForced() {
        return force;
    }

    /** Where Maven and Gradle look for source in the language. */
    Path usualFolder() {
        return Path.of("src", "main", kotlin ? "kotlin" : "java");
    }

    /**
     * The style that was asked for.
     *
     * @param usualPackage the package if none was named
     * @throws Refusal if something that was asked for is no name
     */
    SourceStyle style(String usualPackage) {
        try {
            SourceStyle style = SourceStyle.inPackage(packageName == null ? usualPackage : packageName)
                    .in(kotlin ? SourceLanguage.KOTLIN : SourceLanguage.JAVA)
                    .as(form.form);
            return typeName == null ? style : style.named(typeName);
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), e);
        }
    }
}
