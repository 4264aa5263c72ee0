package io.millirun.metering.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The chain of digests over the records that an invoice covers, in the order of their ids. It begins with the SHA-256 of
 * nothing; each next digest is the SHA-256 of the one before (32 bytes) and the record's line: the values of its export but
 * the function's name, in the export's order, with commas between, nothing for what was not measured, and a line feed.
 */
public final class UsageChain {

    private final MessageDigest sha256 = sha256();
    private byte[] head = sha256.digest();
    private long records;

    /** The next record. */
    public void add(BilledRecord billed) {
        add(UsageFields.of(billed, _ -> "").chained());
    }

    /** The next record, as its line. */
    public void add(String line) {
        sha256.update(head);
        head = sha256.digest(line.getBytes(UTF_8));
        records++;
    }

    /** How many there were. */
    public long records() {
        return records;
    }

    /** The digest so far, in small hexadecimal digits. */
    public String digest() {
        return HexFormat.of().formatHex(head);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
