package dev.plumb.csv;

import dev.plumb.io.MissingPath;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Opens a file as text: without its byte order mark, unpacked if it is a gzip file. */
final class CsvText {
    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int BUFFER = 1 << 13;

    private CsvText() {}

    /** The line, from 1, of the first bytes that are no text in this charset. */
    static long firstUnreadableLine(String name, Path file, Charset charset) throws IOException {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer text = CharBuffer.allocate(BUFFER);
        long line = 1;
        try (InputStream input = bytes(name, Files.newInputStream(file))) {
            boolean isLast = false;
            while (true) {
                int read = input.read(bytes.array(), bytes.position(), bytes.remaining());
                isLast = read < 0;
                bytes.position(bytes.position() + Math.max(0, read)).flip();
                CoderResult result = decoder.decode(bytes, text, isLast);
                line += text.flip()
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
                text.clear();
                bytes.compact();
                if (isLast || result.isError()) {
                    return line;
                }
            }
        }
    }

    private static InputStream bytes(String name, InputStream bytes) throws IOException {
        return name.toLowerCase(Locale.ROOT).endsWith(".gz")
                ? new GZIPInputStream(bytes)
                : new BufferedInputStream(bytes);
    }

    static Reader open(String name, Path file, Charset charset) {
        try {
            InputStream bytes = Files.newInputStream(file);
            try {
                InputStream plain = bytes(name, bytes);
                // A decoder of its own: the others put U+FFFD in place of what they cannot read.
                PushbackReader text = new PushbackReader(new InputStreamReader(
                        plain,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
                int first = text.read();
                if (first >= 0 && first != BYTE_ORDER_MARK) {
                    text.unread(first);
                }
                return text;
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + MissingPath.file(file), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e, e);
        }
    }
}
