-- Proofs of who people are (confirmed address, second step, passkeys), and how they come into organizations.

alter table users
    add column email_verified_at timestamptz,
    add column sealed_totp bytea,
    add column totp_confirmed_at timestamptz,
    add column totp_last_step bigint not null default 0,
    add column deleted_at timestamptz;
update users set email_verified_at = created_at;

create table recovery_codes (
    user_id uuid not null references users (id) on delete cascade,
    digest bytea not null,
    used_at timestamptz,
    primary key (user_id, digest)
);
grant select, insert, update, delete on recovery_codes to ${app}, ${worker};

create table passkeys (
    id bytea primary key,
    user_id uuid not null references users (id) on delete cascade,
    label text not null check (length(label) between 1 and 64),
    public_key bytea not null,
    signature_count bigint not null,
    uv_initialized boolean not null,
    transports text not null,
    backup_eligible boolean not null,
    backup_state boolean not null,
    attestation_object bytea,
    attestation_client_data bytea,
    created_at timestamptz not null,
    last_used_at timestamptz not null
);
create index passkeys_user on passkeys (user_id);
grant select, insert, update, delete on passkeys to ${app}, ${worker};

alter table organizations add column approved_at timestamptz;
update organizations set approved_at = created_at;

create table invitations (
    tenant_id uuid not null references organizations (id),
    id uuid not null,
    email text not null check (length(email) between 3 and 254),
    role text not null check (role in ('OWNER', 'ADMIN', 'DEVELOPER', 'BILLING', 'VIEWER')),
    digest bytea not null unique,
    invited_by uuid not null references users (id),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    primary key (tenant_id, id)
);
create unique index invitations_open on invitations (tenant_id, lower(email)) where accepted_at is null;
alter table invitations enable row level security;
alter table invitations force row level security;
create policy own on invitations to ${app}
    using (tenant_id = current_setting('millirun.tenant')::uuid)
    with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy everything on invitations to ${worker} using (true) with check (true);
grant select, insert, update, delete on invitations to ${app}, ${worker};

-- A closed organization keeps its documents and its audit log.
alter table organizations add column closed_at timestamptz;
