package dev.plumb.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A zip file as its entries: written again after a change, its sizes and checksums are those of what it then holds. */
record ZipMutant(Map<String, byte[]> entries) {

    static ZipMutant of(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return new ZipMutant(entries);
    }

    /** The same entries, to be changed without changing these. */
    ZipMutant copy() {
        return new ZipMutant(new LinkedHashMap<>(entries));
    }

    void put(String entry, byte[] bytes) {
        entries.put(entry, bytes);
    }

    void put(String entry, String text) {
        put(entry, text.getBytes(StandardCharsets.UTF_8));
    }

    String text(String entry) {
        return new String(entries.get(entry), StandardCharsets.UTF_8);
    }

    void replaceText(String entry, String old, String replacement) {
        String text = text(entry);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(entry + " has no " + old + ": " + text);
        }
        put(entry, text.replace(old, replacement));
    }

    void write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    /** The bytes of a safetensors file. */
    static byte[] safetensors(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
