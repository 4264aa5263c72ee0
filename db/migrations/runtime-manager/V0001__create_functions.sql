-- What is deployed: functions, their versions, and the code packages these run.

GRANT USAGE ON SCHEMA runtime_manager TO ${app}, ${worker};

-- Content-addressed by the bytes as uploaded; written once, never changed.
CREATE TABLE runtime_manager.code_package (
    tenant_id      uuid        NOT NULL,
    digest         text        NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    size           bigint      NOT NULL CHECK (size BETWEEN 1 AND 52428800),
    unpacked_size  bigint      NOT NULL CHECK (unpacked_size BETWEEN 0 AND 262144000),
    content        bytea       NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    CHECK (octet_length(content) = size)
);
-- Zips do not compress again, and uncompressed values can be read piece by piece.
ALTER TABLE runtime_manager.code_package ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE runtime_manager.function (
    tenant_id   uuid        NOT NULL,
    id          uuid        NOT NULL,
    name        text        NOT NULL CHECK (name ~ '^[a-zA-Z0-9_-]{1,64}$'),
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT function_name_taken UNIQUE (tenant_id, name)
);

-- Number 0 is $LATEST, the only row of a function that changes; published versions count from 1.
CREATE TABLE runtime_manager.function_version (
    tenant_id    uuid        NOT NULL,
    function_id  uuid        NOT NULL,
    number       integer     NOT NULL CHECK (number >= 0),
    revision     uuid        NOT NULL,
    description  text        NOT NULL CHECK (length(description) <= 256),
    runtime      text        NOT NULL,
    handler      text        NOT NULL CHECK (length(handler) <= 128),
    memory_mb    integer     NOT NULL CHECK (memory_mb BETWEEN 128 AND 10240),
    timeout_ms   integer     NOT NULL CHECK (timeout_ms BETWEEN 1000 AND 900000),
    -- AES-256-GCM: values are secrets, and the key is not in the database.
    environment  bytea       NOT NULL,
    url_auth     text        NOT NULL CHECK (url_auth IN ('NONE', 'ACCESS_KEY')),
    code_digest  text        NOT NULL,
    code_size    bigint      NOT NULL CHECK (code_size > 0),
    modified_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, function_id, number),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, code_digest) REFERENCES runtime_manager.code_package
);
-- Engines ask which of the revisions they run are still deployed.
CREATE UNIQUE INDEX function_version_revision ON runtime_manager.function_version (revision);
CREATE INDEX function_version_code ON runtime_manager.function_version (tenant_id, code_digest);

-- Each table: the application sees its tenant's rows, workers see all.
ALTER TABLE runtime_manager.code_package ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.code_package FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.code_package TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.code_package TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.function ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.function FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.function TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.function TO ${worker} USING (true) WITH CHECK (true);

ALTER TABLE runtime_manager.function_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE runtime_manager.function_version FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON runtime_manager.function_version TO ${app}
    USING (tenant_id = current_setting('millirun.tenant')::uuid)
    WITH CHECK (tenant_id = current_setting('millirun.tenant')::uuid);
CREATE POLICY all_tenants ON runtime_manager.function_version TO ${worker} USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON runtime_manager.code_package TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime_manager.function, runtime_manager.function_version TO ${app};
GRANT SELECT ON runtime_manager.code_package, runtime_manager.function, runtime_manager.function_version TO ${worker};
