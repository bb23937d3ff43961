package dev.plumb.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An entry of a zip file that compares size and checksum at its end, which {@code ZipFile} leaves to others. */
final class CheckedEntry extends FilterInputStream {
    /** DEFLATE makes at most 258 bytes of 2 bits. */
    private static final long LARGEST_RATIO = 1032;

    private final ZipEntry entry;
    private final CRC32 checksum = new CRC32();
    private long size;

    /** Opens an entry whose size is one that the file can hold: a small file does not claim much memory. */
    static CheckedEntry open(ZipFile zip, ZipEntry entry, long fileBytes) throws IOException {
        long stored = entry.getCompressedSize();
        if (stored > fileBytes || entry.getSize() > stored * LARGEST_RATIO) {
            throw new FormatException("it is damaged: " + entry.getSize() + " bytes cannot come out of the " + stored
                    + " that it says to take in a file of " + fileBytes);
        }
        return new CheckedEntry(zip.getInputStream(entry), entry);
    }

    private CheckedEntry(InputStream in, ZipEntry entry) {
        super(in);
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) {
            checksum.update(bytes, offset, count);
            size += count;
        } else if (count < 0) {
            check();
        }
        return count;
    }

    /** Not supported: skipped bytes would be missing from the checksum. */
    @Override
    public boolean markSupported() {
        return false;
    }

    private void check() throws FormatException {
        if (size != entry.getSize() || checksum.getValue() != entry.getCrc()) {
            throw new FormatException("it is damaged: size or checksum differ from what was written;"
                    + " copy the file again or save the model again");
        }
    }
}
