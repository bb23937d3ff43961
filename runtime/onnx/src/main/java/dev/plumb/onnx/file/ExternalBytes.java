package dev.plumb.onnx.file;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.plumb.io.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Arrays that stand in files beside a model's. */
final class ExternalBytes {
    private final Path folder;

    ExternalBytes(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        folder = parent == null ? file.toAbsolutePath() : parent;
    }

    /** The bytes of a tensor that says where they are: a file in the same folder, and a place in it. */
    ByteBuffer bytes(TensorProto tensor, String place) throws FormatException {
        Map<String, String> said = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            said.put(entry.getKey(), entry.getValue());
        }
        String location = said.getOrDefault("location", "");
        Path file = file(location, place);
        try (FileChannel channel = FileChannel.open(file)) {
            long offset = number(said, "offset", 0, place);
            long length = number(said, "length", channel.size() - offset, place);
            if (offset < 0 || length < 0 || length > Integer.MAX_VALUE || offset > channel.size() - length) {
                throw new FormatException(place + " lies at byte " + offset + " of '" + location + "' with " + length
                        + " bytes, and that file has " + channel.size());
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            int read = 0;
            while (read >= 0 && bytes.hasRemaining()) {
                read = channel.read(bytes, offset + bytes.position());
            }
            return bytes.flip();
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            throw new FormatException(place + " cannot be read from '" + location + "': " + e.getMessage(), e);
        }
    }

    private Path file(String location, String place) throws FormatException {
        try {
            Path file = folder.resolve(location).normalize();
            if (location.isEmpty()
                    || !file.startsWith(folder)
                    || Path.of(location).isAbsolute()) {
                throw new FormatException(place + " lies in '" + location + "', expected a file beside the model's");
            }
            if (!Files.isRegularFile(file)) {
                throw new FormatException(place + " lies in '" + location + "', and there is no such file in '" + folder
                        + "': put it beside the model's");
            }
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw new FormatException(place + " lies in '" + location
                        + "', which is a link to another folder: expected a file beside the model's");
            }
            return file;
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            throw new FormatException(
                    place + " lies in '" + location + "', which cannot be found: " + e.getMessage(), e);
        } catch (InvalidPathException e) {
            throw new FormatException(place + " lies in '" + location + "', which is no name of a file", e);
        }
    }

    private static long number(Map<String, String> said, String key, long otherwise, String place)
            throws FormatException {
        String text = said.get(key);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new FormatException(place + " has '" + text + "' as " + key + ", expected a number", e);
        }
    }
}
