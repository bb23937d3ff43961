package dev.plumb.train.tensorboard;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of TFRecords: of each the length (8 bytes, little-endian), a checksum of these, the data, a checksum of the data. See
 * tensorflow.org/tutorials/load_data/tfrecord.
 */
final class RecordFile implements Closeable {
    private static final int MASK_DELTA = 0xa282ead8;

    private final OutputStream out;
    private long bytes;

    private RecordFile(Path file, long bytes) throws IOException {
        this.out = new BufferedOutputStream(new FileOutputStream(file.toFile(), bytes > 0), 1 << 16);
        this.bytes = bytes;
    }

    /** A new file, or what replaces one. */
    static RecordFile create(Path file) throws IOException {
        return new RecordFile(file, 0);
    }

    /** Goes on with a file behind so many bytes; what follows these is cut off. */
    static RecordFile goOn(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                throw new IOException("it has " + channel.size() + " bytes, and had " + bytes);
            }
            channel.truncate(bytes);
        }
        return new RecordFile(file, bytes);
    }

    void write(byte... data) throws IOException {
        ByteBuffer head = Message.littleEndian(Long.BYTES + Integer.BYTES);
        head.putLong(data.length);
        head.putInt(masked(head.array(), Long.BYTES));
        out.write(head.array());
        out.write(data);
        out.write(Message.littleEndian(Integer.BYTES)
                .putInt(masked(data, data.length))
                .array());
        bytes += head.capacity() + data.length + Integer.BYTES;
    }

    /** The checksum CRC32C, rotated and shifted so that it is none of data that holds checksums. */
    static int masked(byte[] data, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(data, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
    }

    /** How much is there, once it is flushed. */
    long bytes() {
        return bytes;
    }

    void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
