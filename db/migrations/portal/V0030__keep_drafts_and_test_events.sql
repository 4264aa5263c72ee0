-- What developers keep beside a function before it is deployed or called: drafts of its code, and events to test it with.

create table code_drafts (
    tenant_id uuid not null references organizations (id),
    function_id uuid not null,
    user_id uuid not null references users (id),
    -- The code package that the draft was made from; it keeps what the editor cannot show.
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    -- Texts by path.
    files jsonb not null check (jsonb_typeof(files) = 'object'),
    saved_at timestamptz not null,
    primary key (tenant_id, function_id, user_id)
);
alter table code_drafts enable row level security;
alter table code_drafts force row level security;
create policy own on code_drafts to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on code_drafts to ${worker} using (true) with check (true);
grant select, insert, update, delete on code_drafts to ${app}, ${worker};

create table test_events (
    tenant_id uuid not null references organizations (id),
    function_id uuid not null,
    name text not null check (length(name) between 1 and 60),
    event text not null check (octet_length(event) <= 6291456),
    saved_at timestamptz not null,
    primary key (tenant_id, function_id, name)
);
alter table test_events enable row level security;
alter table test_events force row level security;
create policy own on test_events to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on test_events to ${worker} using (true) with check (true);
grant select, insert, update, delete on test_events to ${app}, ${worker};
