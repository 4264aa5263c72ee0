-- Whether each node has each runtime's image, so that the portal can show it from another process.

CREATE TABLE runtime_manager.runtime_status (
    node         text        NOT NULL,
    runtime      text        NOT NULL,
    language     text        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('WAITING', 'BUILDING', 'AVAILABLE', 'UNAVAILABLE')),
    -- The step that is being built, the image's name, or the reason; empty while waiting.
    detail       text        NOT NULL,
    -- What an operator can run to mend it; empty unless unavailable.
    remedy       text        NOT NULL,
    since        timestamptz NOT NULL,
    reported_at  timestamptz NOT NULL,
    PRIMARY KEY (node, runtime)
);

GRANT SELECT ON runtime_manager.runtime_status TO ${app};
GRANT SELECT, INSERT, UPDATE, DELETE ON runtime_manager.runtime_status TO ${worker};
