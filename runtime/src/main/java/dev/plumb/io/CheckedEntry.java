package dev.plumb.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** An entry of a zip file that compares size and checksum at its end, which {@code ZipFile} leaves to others. */
final class CheckedEntry extends FilterInputStream {
    private final ZipEntry entry;
    private final CRC32 checksum = new CRC32();
    private long size;

    CheckedEntry(InputStream in, ZipEntry entry) {
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
            throw new FormatException(
                    "the entry " + entry.getName()
                            + " is damaged: size or checksum differ from what was written; copy the file again or save the model again");
        }
    }
}
