-- Versions, aliases and layers, and what else AWS tools say about a function.

ALTER TABLE runtime_manager.function
    ADD COLUMN last_version         integer NOT NULL DEFAULT 0 CHECK (last_version >= 0),
    -- Changes with every change of the function, its versions, aliases, URLs and limits: what was read before is stale.
    ADD COLUMN state                uuid    NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN tags                 jsonb   NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(tags) = 'object'),
    ADD COLUMN reserved_concurrency integer CHECK (reserved_concurrency >= 0),
    ADD COLUMN recursive_loop       text    NOT NULL DEFAULT 'Terminate' CHECK (recursive_loop IN ('Allow', 'Terminate')),
    -- By qualifier: what PutRuntimeManagementConfig stored.
    ADD COLUMN runtime_management   jsonb   NOT NULL DEFAULT '{}';
CREATE UNIQUE INDEX function_state ON runtime_manager.function (state);

ALTER TABLE runtime_manager.function_version
    -- Where the code is a container image: its name. Its digest is then code_digest, and there is no package.
    ADD COLUMN image_uri          text CHECK (length(image_uri) BETWEEN 1 AND 1024),
    ADD COLUMN package_digest     text GENERATED ALWAYS AS (CASE WHEN image_uri IS NULL THEN code_digest END) STORED,
    -- FunctionOptions: architecture, storage, layers, image settings, logging, and what has a meaning on AWS alone.
    ADD COLUMN options            jsonb NOT NULL DEFAULT '{}',
    -- The packages of the layers in options, for whoever removes packages that nothing uses.
    ADD COLUMN layer_digests      text[] NOT NULL DEFAULT '{}',
    ADD COLUMN phase              text NOT NULL DEFAULT 'ACTIVE' CHECK (phase IN ('PENDING', 'ACTIVE', 'INACTIVE', 'FAILED')),
    ADD COLUMN phase_code         text NOT NULL DEFAULT '',
    ADD COLUMN phase_reason       text NOT NULL DEFAULT '',
    ADD COLUMN last_update        text NOT NULL DEFAULT 'SUCCESSFUL'
        CHECK (last_update IN ('SUCCESSFUL', 'IN_PROGRESS', 'FAILED')),
    ADD COLUMN last_update_code   text NOT NULL DEFAULT '',
    ADD COLUMN last_update_reason text NOT NULL DEFAULT '',
    DROP CONSTRAINT function_version_code_size_check,
    DROP CONSTRAINT function_version_tenant_id_code_digest_fkey,
    ADD CONSTRAINT function_version_code_size_check CHECK (code_size > 0 OR image_uri IS NOT NULL),
    ADD FOREIGN KEY (tenant_id, package_digest) REFERENCES runtime_manager.code_package;
CREATE INDEX function_version_layers ON runtime_manager.function_version USING gin (layer_digests);

-- A published version never changes.
CREATE FUNCTION runtime_manager.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'version % of function % is immutable', OLD.number, OLD.function_id;
END $$;
CREATE TRIGGER published_versions_stay BEFORE UPDATE ON runtime_manager.function_version
    FOR EACH ROW WHEN (OLD.number > 0) EXECUTE FUNCTION runtime_manager.refuse_change();

CREATE TABLE runtime_manager.function_alias (
    tenant_id          uuid         NOT NULL,
    function_id        uuid         NOT NULL,
    name               text         NOT NULL CHECK (name ~ '^[a-zA-Z0-9_-]{1,128}$' AND name !~ '^[0-9]+$'),
    description        text         NOT NULL CHECK (length(description) <= 256),
    version            integer      NOT NULL,
    -- A second version and the share of the calls that it gets.
    additional_version integer,
    additional_weight  numeric(6,5) CHECK (additional_weight BETWEEN 0 AND 1),
    revision           uuid         NOT NULL,
    modified_at        timestamptz  NOT NULL,
    PRIMARY KEY (tenant_id, function_id, name),
    CHECK ((additional_version IS NULL) = (additional_weight IS NULL)),
    CHECK (additional_version <> version AND additional_version > 0),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE,
    CONSTRAINT function_alias_version FOREIGN KEY (tenant_id, function_id, version)
        REFERENCES runtime_manager.function_version,
    CONSTRAINT function_alias_additional_version FOREIGN KEY (tenant_id, function_id, additional_version)
        REFERENCES runtime_manager.function_version
);

-- Function URLs by alias; the qualifier is empty for $LATEST.
CREATE TABLE runtime_manager.function_url (
    tenant_id    uuid        NOT NULL,
    function_id  uuid        NOT NULL,
    qualifier    text        NOT NULL,
    -- The first label of the URL's host name: says nothing about whose it is.
    url_id       text        NOT NULL UNIQUE CHECK (url_id ~ '^[a-z0-9]{32}$'),
    auth         text        NOT NULL CHECK (auth IN ('NONE', 'ACCESS_KEY')),
    cors         jsonb,
    invoke_mode  text        NOT NULL CHECK (invoke_mode IN ('BUFFERED', 'RESPONSE_STREAM')),
    -- Whether answers carry what the call took and cost although anyone may call.
    figures      boolean     NOT NULL,
    created_at   timestamptz NOT NULL,
    modified_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, function_id, qualifier),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE
);
INSERT INTO runtime_manager.function_url
    SELECT tenant_id, function_id, '', replace(gen_random_uuid()::text, '-', ''), url_auth, NULL, 'BUFFERED', false,
           modified_at, modified_at
    FROM runtime_manager.function_version WHERE number = 0;
ALTER TABLE runtime_manager.function_version DROP COLUMN url_auth;

-- How events of a function are retried and where their ends are told; qualifier: version, alias, or empty for $LATEST.
CREATE TABLE runtime_manager.function_event_config (
    tenant_id           uuid        NOT NULL,
    function_id         uuid        NOT NULL,
    qualifier           text        NOT NULL,
    max_retries         integer     CHECK (max_retries BETWEEN 0 AND 2),
    max_age_seconds     integer     CHECK (max_age_seconds BETWEEN 60 AND 21600),
    on_success          text        CHECK (length(on_success) BETWEEN 1 AND 350),
    on_failure          text        CHECK (length(on_failure) BETWEEN 1 AND 350),
    modified_at         timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, function_id, qualifier),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE
);

-- Resource policies as deployment tools write them: stored and returned.
CREATE TABLE runtime_manager.function_policy (
    tenant_id    uuid   NOT NULL,
    function_id  uuid   NOT NULL,
    qualifier    text   NOT NULL,
    revision     uuid   NOT NULL,
    statements   jsonb  NOT NULL CHECK (jsonb_typeof(statements) = 'array'),
    PRIMARY KEY (tenant_id, function_id, qualifier),
    FOREIGN KEY (tenant_id, function_id) REFERENCES runtime_manager.function ON DELETE CASCADE
);

-- Counts a layer's versions, deleted ones too: numbers are not used again.
CREATE TABLE runtime_manager.layer (
    tenant_id     uuid    NOT NULL,
    name          text    NOT NULL CHECK (name ~ '^[a-zA-Z0-9_-]{1,140}$'),
    last_version  integer NOT NULL CHECK (last_version > 0),
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE runtime_manager.layer_version (
    tenant_id       uuid        NOT NULL,
    layer           text        NOT NULL,
    number          integer     NOT NULL CHECK (number > 0),
    description     text        NOT NULL CHECK (length(description) <= 256),
    license         text        NOT NULL CHECK (length(license) <= 512),
    runtimes        text[]      NOT NULL CHECK (cardinality(runtimes) <= 15),
    architectures   text[]      NOT NULL CHECK (cardinality(architectures) <= 2),
    code_digest     text        NOT NULL,
    code_size       bigint      NOT NULL CHECK (code_size > 0),
    unpacked_size   bigint      NOT NULL CHECK (unpacked_size >= 0),
    created_at      timestamptz NOT NULL,
    policy          jsonb       NOT NULL DEFAULT '[]',
    policy_revision uuid        NOT NULL DEFAULT gen_random_uuid(),
    PRIMARY KEY (tenant_id, layer, number),
    FOREIGN KEY (tenant_id, layer) REFERENCES runtime_manager.layer (tenant_id, name),
    FOREIGN KEY (tenant_id, code_digest) REFERENCES runtime_manager.code_package
);
CREATE INDEX layer_version_code ON runtime_manager.layer_version (tenant_id, code_digest);

-- Each table: the application sees its tenant's rows, workers see all.
DO $$
DECLARE
    guarded text;
BEGIN
    FOREACH guarded IN ARRAY ARRAY['function_alias', 'function_url', 'function_event_config', 'function_policy', 'layer',
        'layer_version']
    LOOP
        EXECUTE format('ALTER TABLE runtime_manager.%I ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('ALTER TABLE runtime_manager.%I FORCE ROW LEVEL SECURITY', guarded);
        EXECUTE format('CREATE POLICY own_tenant ON runtime_manager.%I TO ${app}'
            ' USING (tenant_id = current_setting(''millirun.tenant'')::uuid)'
            ' WITH CHECK (tenant_id = current_setting(''millirun.tenant'')::uuid)', guarded);
        EXECUTE format('CREATE POLICY all_tenants ON runtime_manager.%I TO ${worker} USING (true) WITH CHECK (true)',
            guarded);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON runtime_manager.%I TO ${app}', guarded);
        EXECUTE format('GRANT SELECT ON runtime_manager.%I TO ${worker}', guarded);
    END LOOP;
END $$;
