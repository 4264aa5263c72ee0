package io.millirun.portal.database;

import java.net.URI;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database and the role that owns it.
 *
 * @param jdbcUrl where it is, {@code jdbc:postgresql:…}
 */
record DatabaseAddress(String jdbcUrl, String owner, String ownerPassword) {

    /**
     * Reads a URL as operators write it, {@code jdbc:postgresql:} or {@code postgres:}, with the owner in it or beside it.
     *
     * @throws IllegalArgumentException if it is not a URL of a PostgreSQL database or names no owner
     */
    static DatabaseAddress parse(String url, @Nullable String user, @Nullable String password) {
        String jdbcUrl = url;
        String owner = user;
        String ownerPassword = password;
        if (!url.startsWith("jdbc:")) {
            URI uri = URI.create(url);
            jdbcUrl = "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                    + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
            if (uri.getUserInfo() != null) {
                String[] parts = uri.getUserInfo().split(":", 2);
                owner = parts[0];
                ownerPassword = parts.length > 1 ? parts[1] : password;
            }
        }
        Properties parsed = Driver.parseURL(jdbcUrl, null);
        if (parsed == null) {
            throw new IllegalArgumentException("MILLIRUN_DB_URL is not the URL of a PostgreSQL database");
        }
        owner = parsed.getProperty(PGProperty.USER.getName(), owner);
        ownerPassword = parsed.getProperty(PGProperty.PASSWORD.getName(), ownerPassword);
        if (owner == null) {
            throw new IllegalArgumentException("MILLIRUN_DB_URL names no user; set MILLIRUN_DB_USER");
        }
        return new DatabaseAddress(jdbcUrl, owner, ownerPassword == null ? "" : ownerPassword);
    }

    /** Connections in the owner's name. */
    PGSimpleDataSource asOwner() {
        return as(owner, ownerPassword);
    }

    /** Connections in the name of {@code role}. */
    PGSimpleDataSource as(String role, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(role);
        source.setPassword(password);
        source.setApplicationName("millirun");
        return source;
    }

    @Override
    public String toString() {
        return "DatabaseAddress[owner=" + owner + "]";
    }
}
