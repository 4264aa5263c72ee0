-- Who uses the platform: accounts, their organizations, access keys and sessions, and the record of what they did.

create table users (
    id uuid primary key,
    email text not null check (length(email) between 3 and 254),
    name text not null check (length(name) between 1 and 100),
    password_hash text not null,
    created_at timestamptz not null
);
create unique index users_email on users (lower(email));
grant select, insert, update on users to ${app}, ${worker};

create table organizations (
    id uuid primary key,
    name text not null check (length(name) between 1 and 100),
    slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
    created_at timestamptz not null
);
alter table organizations enable row level security;
alter table organizations force row level security;
create policy own on organizations to ${app}
    using (id = current_setting('millirun.tenant')::uuid)
    with check (id = current_setting('millirun.tenant')::uuid);
create policy everything on organizations to ${worker} using (true) with check (true);
grant select, insert, update on organizations to ${app}, ${worker};

create table memberships (
    tenant_id uuid not null references organizations (id),
    user_id uuid not null references users (id),
    role text not null check (role in ('OWNER', 'ADMIN', 'DEVELOPER', 'BILLING', 'VIEWER')),
    created_at timestamptz not null,
    primary key (tenant_id, user_id)
);
create index memberships_user on memberships (user_id);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy own on memberships to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on memberships to ${worker} using (true) with check (true);
grant select, insert, update, delete on memberships to ${app}, ${worker};

-- The secret is encrypted, not hashed: checking an AWS signature needs it again.
create table access_keys (
    tenant_id uuid not null references organizations (id),
    id text not null unique check (id ~ '^MRAK[A-Z2-7]{16}$'),
    name text not null check (length(name) between 1 and 64),
    sealed_secret bytea not null,
    created_by uuid not null references users (id),
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (tenant_id, id)
);
alter table access_keys enable row level security;
alter table access_keys force row level security;
create policy own on access_keys to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on access_keys to ${worker} using (true) with check (true);
grant select, insert, update on access_keys to ${app}, ${worker};

-- Written once and never changed: nobody is granted update or delete.
create table audit_log (
    tenant_id uuid not null references organizations (id),
    id uuid not null,
    at timestamptz not null,
    actor_kind text not null check (actor_kind in ('USER', 'ACCESS_KEY', 'PLATFORM')),
    actor_id text not null,
    actor_name text not null,
    address text,
    action text not null check (action ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$'),
    subject text not null,
    primary key (tenant_id, id)
);
alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy own on audit_log to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on audit_log to ${worker} using (true) with check (true);
grant select, insert on audit_log to ${app}, ${worker};

-- Attempts per subject (an address, an account) in its current window of time.
create table attempts (
    subject text primary key,
    since timestamptz not null,
    count integer not null check (count > 0)
);
grant select, insert, update, delete on attempts to ${app}, ${worker};

-- Spring Session's tables, by its own script.
create table sessions (
    primary_id char(36) primary key,
    session_id char(36) not null,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval integer not null,
    expiry_time bigint not null,
    principal_name varchar(100)
);
create unique index sessions_id on sessions (session_id);
create index sessions_expiry on sessions (expiry_time);
create index sessions_principal on sessions (principal_name);
create table sessions_attributes (
    session_primary_id char(36) not null references sessions (primary_id) on delete cascade,
    attribute_name varchar(200) not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);
grant select, insert, update, delete on sessions, sessions_attributes to ${app}, ${worker};
