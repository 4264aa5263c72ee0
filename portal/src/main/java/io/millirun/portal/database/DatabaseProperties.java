package io.millirun.portal.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database is and how it is used.
 *
 * @param url {@code jdbc:postgresql://host/name} or {@code postgres://user:password@host/name} of a role that owns the
 *     database and may create roles; none starts an embedded PostgreSQL in the data folder
 * @param user the owner's name, where the URL does not say it
 * @param password the owner's password, where the URL does not say it
 * @param appRole name of the role that tenant-facing code uses
 * @param workerRole name of the role that jobs and the call path use
 * @param poolSize most connections that this process opens in each of the two roles
 * @param connectTimeout longest wait for a connection before a request fails
 */
@ConfigurationProperties("millirun.database")
public record DatabaseProperties(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("millirun_app") String appRole,
        @DefaultValue("millirun_worker") String workerRole,
        @DefaultValue("12") int poolSize,
        @DefaultValue("10s") Duration connectTimeout) {

    public DatabaseProperties {
        if (poolSize < 2) {
            throw new IllegalArgumentException("millirun.database.pool-size must be at least 2");
        }
    }

    @Override
    public String toString() {
        return "DatabaseProperties[user=" + user + ", appRole=" + appRole + ", workerRole=" + workerRole + "]";
    }
}
