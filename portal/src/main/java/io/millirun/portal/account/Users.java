package io.millirun.portal.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of the platform, unique by e-mail address whatever its case. */
@Repository
public class Users {

    private final EntityManager entities;
    private final Clock clock;

    Users(EntityManager entities, Clock clock) {
        this.entities = entities;
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

    /** The account with that e-mail address. */
    @Transactional(readOnly = true)
    public Optional<Account> byEmail(String email) {
        return entities.createQuery("from User where lower(email) = lower(:email)", User.class)
                .setParameter("email", email)
                .getResultStream()
                .findFirst()
                .map(User::account);
    }
}
