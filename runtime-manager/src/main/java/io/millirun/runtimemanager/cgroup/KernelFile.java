package io.millirun.runtimemanager.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of the small files by which the kernel shows and takes its settings. It is opened once and stays open, so that
 * reading or writing it is one system call: some are read with every call of a function. Safe for use by many threads.
 */
final class KernelFile implements AutoCloseable {

    /** Errors of a process or a control group that has gone since its file was opened. */
    private static final String NO_SUCH_PROCESS = "No such process";

    private static final String NO_SUCH_DEVICE = "No such device";

    private final Path path;
    private final StandardOpenOption mode;
    private final int size;
    private volatile @Nullable FileChannel channel;
    private volatile boolean closed;

    private KernelFile(Path path, StandardOpenOption mode, int size) {
        this.path = path;
        this.mode = mode;
        this.size = size;
    }

    /** A file to be read. Nothing is opened before it is used. */
    static KernelFile toRead(Path path, int usualSize) {
        return new KernelFile(path, StandardOpenOption.READ, usualSize);
    }

    /** A file to be written. Nothing is opened before it is used. */
    static KernelFile toWrite(Path path) {
        return new KernelFile(path, StandardOpenOption.WRITE, 0);
    }

    /** The whole text as it is now; empty if the file has gone with its process. */
    KernelText read() {
        try {
            byte[] bytes = new byte[size];
            int length = 0;
            for (int got = read(bytes, 0); got > 0; got = read(bytes, length)) {
                length += got;
                if (length < bytes.length) {
                    break;
                }
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            return new KernelText(bytes, length);
        } catch (IOException _) {
            return KernelText.EMPTY;
        }
    }

    /** Writes {@code value} in one system call; a file of a process that has gone is ignored. */
    void write(String value) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII));
            try {
                open().write(bytes, 0);
            } catch (ClosedChannelException _) {
                // An interrupted thread closes a channel for everybody.
                open().write(bytes.rewind(), 0);
            }
        } catch (NoSuchFileException _) {
            // the container ended in between; its end is noticed elsewhere
        } catch (IOException failed) {
            if (!gone(failed)) {
                throw new UncheckedIOException("cannot write " + value + " to " + path, failed);
            }
        }
    }

    private int read(byte[] to, int from) throws IOException {
        ByteBuffer room = ByteBuffer.wrap(to, from, to.length - from);
        try {
            return open().read(room, from);
        } catch (ClosedChannelException _) {
            return open().read(room, from);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        return open != null && open.isOpen() ? open : reopen();
    }

    private synchronized FileChannel reopen() throws IOException {
        if (closed) {
            throw new NoSuchFileException(path.toString());
        }
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(path, mode);
            channel = open;
        }
        return open;
    }

    private static boolean gone(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.contains(NO_SUCH_PROCESS) || message.contains(NO_SUCH_DEVICE);
    }

    /** What is read from now on is empty, what is written is ignored. */
    @Override
    public synchronized void close() {
        closed = true;
        FileChannel open = channel;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot close " + path, failed);
            }
        }
    }
}
