package io.millirun.portal.totp;

import io.millirun.portal.account.UserId;
import io.millirun.portal.onetime.Secrets;
import io.millirun.portal.secret.MasterSecret;
import io.millirun.portal.secret.Sealer;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps who has a second step and checks their codes; each code is good once. */
@Repository
public class SecondStep {

    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_LENGTH = 12;
    private static final String RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final Clock clock;

    SecondStep(JdbcClient jdbc, MasterSecret master, Clock clock) {
        this.jdbc = jdbc;
        this.sealer = new Sealer(master, "second steps");
        this.clock = clock;
    }

    /** What is needed to set an authenticator app up. */
    public record Setup(String secret, QrPath qr) {

        @Override
        public String toString() {
            return "Setup";
        }
    }

    /** Whether the person's log-in needs a code. */
    public boolean isOn(UserId user) {
        return jdbc.sql("select count(*) from portal.users where id = ? and totp_confirmed_at is not null")
                        .param(user.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The secret to be confirmed; made if there is none yet. */
    @Transactional
    public Setup setup(UserId user, String email) {
        TotpSecret secret = secret(user).orElseGet(() -> {
            TotpSecret fresh = TotpSecret.next();
            jdbc.sql("update portal.users set sealed_totp = ?, totp_last_step = 0 where id = ?")
                    .params(sealer.seal(fresh.base32(), user.toString()), user.value())
                    .update();
            return fresh;
        });
        return new Setup(secret.base32(), QrPath.of(secret.uri(email)));
    }

    /** Switches the second step on if {@code code} is right; the recovery codes are told this once. */
    @Transactional
    public Optional<List<String>> confirm(UserId user, String code) {
        if (isOn(user) || !takeCode(user, code)) {
            return Optional.empty();
        }
        jdbc.sql("update portal.users set totp_confirmed_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), user.value())
                .update();
        return Optional.of(renewRecoveryCodes(user));
    }

    /** Makes new recovery codes; the earlier ones stop working. */
    @Transactional
    public List<String> renewRecoveryCodes(UserId user) {
        jdbc.sql("delete from portal.recovery_codes where user_id = ?")
                .param(user.value())
                .update();
        List<String> codes =
                IntStream.range(0, RECOVERY_CODES).mapToObj(_ -> recoveryCode()).toList();
        codes.forEach(code -> jdbc.sql("insert into portal.recovery_codes (user_id, digest) values (?, ?)")
                .params(user.value(), Secrets.digest(code.replace("-", "")))
                .update());
        return codes;
    }

    /** Whether {@code code}, from the app or a recovery code, is right; it is used up then. */
    @Transactional
    public boolean verify(UserId user, String code) {
        String bare = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        return bare.length() == RECOVERY_LENGTH ? takeRecoveryCode(user, bare) : isOn(user) && takeCode(user, bare);
    }

    /** Switches it off. */
    @Transactional
    public void switchOff(UserId user) {
        jdbc.sql(
                        "update portal.users set sealed_totp = null, totp_confirmed_at = null, totp_last_step = 0 where id = ?")
                .param(user.value())
                .update();
        jdbc.sql("delete from portal.recovery_codes where user_id = ?")
                .param(user.value())
                .update();
    }

    /** How many recovery codes are left. */
    public int recoveryCodesLeft(UserId user) {
        return jdbc.sql("select count(*) from portal.recovery_codes where user_id = ? and used_at is null")
                .param(user.value())
                .query(Integer.class)
                .single();
    }

    private boolean takeRecoveryCode(UserId user, String bare) {
        return jdbc.sql("update portal.recovery_codes set used_at = ? "
                                + "where user_id = ? and digest = ? and used_at is null")
                        .params(Timestamp.from(clock.instant()), user.value(), Secrets.digest(bare))
                        .update()
                == 1;
    }

    private boolean takeCode(UserId user, String code) {
        OptionalLong step = secret(user)
                .map(secret -> secret.stepOf(code.replaceAll("\\s", ""), clock.instant()))
                .orElse(OptionalLong.empty());
        return step.isPresent()
                && jdbc.sql("update portal.users set totp_last_step = ? where id = ? and totp_last_step < ?")
                                .params(step.getAsLong(), user.value(), step.getAsLong())
                                .update()
                        == 1;
    }

    private Optional<TotpSecret> secret(UserId user) {
        return jdbc.sql("select sealed_totp from portal.users where id = ? and sealed_totp is not null")
                .param(user.value())
                .query(byte[].class)
                .optional()
                .map(stored -> new TotpSecret(sealer.open(stored, user.toString())));
    }

    private static String recoveryCode() {
        SecureRandom random = new SecureRandom();
        String letters = random.ints(RECOVERY_LENGTH, 0, RECOVERY_LETTERS.length())
                .mapToObj(index -> String.valueOf(RECOVERY_LETTERS.charAt(index)))
                .collect(Collectors.joining());
        return letters.substring(0, 4) + "-" + letters.substring(4, 8) + "-" + letters.substring(8);
    }
}
