-- How code that cannot run as it came is made ready: source that is built, images that are looked for.

CREATE TABLE runtime_manager.build (
    tenant_id      uuid        NOT NULL,
    id             uuid        NOT NULL,
    function_id    uuid        NOT NULL,
    function_name  text        NOT NULL,
    runtime        text        NOT NULL,
    -- The package of source, or the image's name.
    source_digest  text,
    image_uri      text CHECK (length(image_uri) BETWEEN 1 AND 1024),
    -- Whether the function is new and has nothing else to run.
    first          boolean     NOT NULL,
    state          text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'SUPERSEDED')),
    reason         text        NOT NULL DEFAULT '',
    -- What made the result: the same source under the same builder gives it again.
    builder        text        NOT NULL DEFAULT '',
    result_digest  text,
    attempts       integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    node           text        NOT NULL DEFAULT '',
    -- A running build whose node has said nothing until then is taken over.
    lease_until    timestamptz,
    created_at     timestamptz NOT NULL,
    started_at     timestamptz,
    ended_at       timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, source_digest) REFERENCES runtime_manager.code_package (tenant_id, digest),
    CHECK ((source_digest IS NULL) <> (image_uri IS NULL)),
    CHECK ((state IN ('QUEUED', 'RUNNING')) = (ended_at IS NULL))
);
CREATE INDEX build_open ON runtime_manager.build (created_at) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX build_of_function ON runtime_manager.build (tenant_id, function_id, created_at DESC);
CREATE INDEX build_of_source ON runtime_manager.build (tenant_id, source_digest);
CREATE INDEX build_result ON runtime_manager.build (tenant_id, result_digest);

CREATE TABLE runtime_manager.build_log (
    tenant_id  uuid    NOT NULL,
    build_id   uuid    NOT NULL,
    piece      integer NOT NULL CHECK (piece >= 0),
    text       text    NOT NULL,
    PRIMARY KEY (tenant_id, build_id, piece),
    FOREIGN KEY (tenant_id, build_id) REFERENCES runtime_manager.build ON DELETE CASCADE
);

-- Each table: the application sees its tenant's rows, workers see all.
DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['build', 'build_log']
    LOOP
        EXECUTE format('ALTER TABLE runtime_manager.%I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE runtime_manager.%I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY own_tenant ON runtime_manager.%I TO ${app}'
            ' USING (tenant_id = current_setting(''millirun.tenant'')::uuid)'
            ' WITH CHECK (tenant_id = current_setting(''millirun.tenant'')::uuid)', guarded);
        EXECUTE format('CREATE POLICY all_tenants ON runtime_manager.%I TO ${worker} USING (true) WITH CHECK (true)',
            guarded);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON runtime_manager.%I TO ${app}, ${worker}', guarded);
    END LOOP;
END $$;
-- Housekeeping removes packages that nothing refers to.
GRANT DELETE ON runtime_manager.code_package TO ${worker};
-- What is uploaded is limited by the program; what a build makes may be larger.
ALTER TABLE runtime_manager.code_package
    DROP CONSTRAINT code_package_size_check,
    ADD CONSTRAINT code_package_size_check CHECK (size BETWEEN 1 AND 262144000);
