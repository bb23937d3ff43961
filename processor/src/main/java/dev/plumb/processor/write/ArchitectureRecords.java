package dev.plumb.processor.write;

import dev.plumb.graph.architecture.Architecture;
import dev.plumb.graph.architecture.ArchitectureText;
import dev.plumb.processor.check.CheckedModel;
import dev.plumb.processor.read.ArchitectureFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the records of architectures. One that is right already is left alone. */
public record ArchitectureRecords(ArchitectureFiles files) {

    /**
     * Records a model as it is; one with problems keeps its record.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public void write(CheckedModel model) throws IOException {
        if (model.graph().isEmpty()) {
            return;
        }
        String name = model.declaration().qualifiedName();
        String text = ArchitectureText.write(
                Architecture.of(model.graph().get()),
                "The architecture of " + name
                        + " as it is meant to be. The build compares; -Aplumb.architecture.update=true"
                        + " writes it anew.");
        Path file = files.file(name);
        if (!text.equals(before(name))) {
            Files.createDirectories(files.folder());
            TextFiles.replace(file, text);
        }
    }

    /** The record as it is; "" if there is none, or it is no text. */
    private String before(String name) throws IOException {
        try {
            return files.read(name).orElse("");
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}
