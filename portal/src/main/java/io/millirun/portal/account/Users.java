package io.millirun.portal.account;

import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of the platform, unique by e-mail address whatever its case. */
@Repository
public class Users {

    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final Clock clock;

    Users(EntityManager entities, JdbcClient jdbc, Clock clock) {
        this.entities = entities;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Adds an account to the transaction in progress.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException by the constraint {@code users_email} if the
     *     address has an account already; the transaction is then void
     */
    @Transactional
    public UserId add(String name, String email, String passwordHash) {
        UserId id = UserId.next();
        entities.persist(new User(id, name, email, passwordHash, clock.instant()));
        entities.flush();
        return id;
    }

    /** Gives the account another password. */
    @Transactional
    public void changePassword(UserId id, String passwordHash) {
        entities.createQuery("update User set passwordHash = :hash where id = :id")
                .setParameter("hash", passwordHash)
                .setParameter("id", id.value())
                .executeUpdate();
    }

    /** The person with that account, if there still is one. */
    public Optional<Person> person(UserId id) {
        return jdbc.sql("""
                        select id, name, email, email_verified_at is not null as confirmed, operator
                        from portal.users where id = ? and deleted_at is null""")
                .param(id.value())
                .query((row, _) -> new Person(
                        new UserId(row.getObject("id", UUID.class)),
                        row.getString("name"),
                        row.getString("email"),
                        row.getBoolean("confirmed"),
                        row.getBoolean("operator")))
                .optional();
    }

    /** Notes that the address is known to be the person's. */
    public void confirm(UserId id) {
        jdbc.sql("update portal.users set email_verified_at = ? where id = ? and email_verified_at is null")
                .params(Timestamp.from(clock.instant()), id.value())
                .update();
    }

    /** Makes somebody an operator, or no longer one. */
    public void setOperator(UserId id, boolean operator) {
        jdbc.sql("update portal.users set operator = ? where id = ?")
                .params(operator, id.value())
                .update();
    }

    /** Whether anybody runs the platform yet. */
    public boolean haveOperator() {
        return jdbc.sql("select exists (select 1 from portal.users where operator)")
                .query(Boolean.class)
                .single();
    }

    /** The account with that e-mail address. */
    @Transactional(readOnly = true)
    public Optional<Account> byEmail(String email) {
        return entities.createQuery("from User where lower(email) = lower(:email)", User.class)
                .setParameter("email", email)
                .getResultStream()
                .findFirst()
                .map(User::account);
    }

    /** The account with that id. */
    public Optional<Account> account(UserId id) {
        return jdbc.sql("select id, name, email, password_hash from portal.users where id = ? and deleted_at is null")
                .param(id.value())
                .query((row, _) -> new Account(
                        new UserId(row.getObject(1, UUID.class)), row.getString(2), row.getString(3), row.getString(4)))
                .optional();
    }

    /** Gives the person another name. */
    public void rename(UserId id, String name) {
        jdbc.sql("update portal.users set name = ? where id = ?")
                .params(name, id.value())
                .update();
    }

    /**
     * Gives the person another address, known to be theirs.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException by the constraint {@code users_email} if the
     *     address has an account already
     */
    public void changeEmail(UserId id, String email) {
        jdbc.sql("update portal.users set email = ?, email_verified_at = ? where id = ?")
                .params(email, Timestamp.from(clock.instant()), id.value())
                .update();
    }

    /** Whether the person is the only one who runs the platform. */
    public boolean isLastOperator(UserId id) {
        return jdbc.sql("select count(*) filter (where id = ?) = 1 and count(*) = 1 from portal.users where operator")
                .param(id.value())
                .query(Boolean.class)
                .single();
    }

    /** Removes what is personal; what others' records point to stays, without a name. */
    public void erase(UserId id) {
        jdbc.sql("""
                        update portal.users set name = 'Deleted account', email = 'deleted-' || id || '@millirun.invalid',
                            password_hash = '', operator = false, email_verified_at = null, sealed_totp = null,
                            totp_confirmed_at = null, deleted_at = ?
                        where id = ?""").params(Timestamp.from(clock.instant()), id.value()).update();
    }
}
