-- Access keys are limited to what they are for, operators run the platform, and every mail is kept until it is delivered.

alter table users add column operator boolean not null default false;

alter table access_keys
    add column scopes text[] not null default '{INVOKE,READ,DEPLOY}'
        check (cardinality(scopes) > 0 and scopes <@ '{INVOKE,READ,DEPLOY,BILLING,ADMIN}'),
    add column functions text[] check (cardinality(functions) > 0),
    add column replaces text;
alter table access_keys alter column scopes drop default;
comment on column access_keys.functions is 'the names of the functions the key is limited to; null: all';
comment on column access_keys.replaces is 'the key that this one was made to take over from';

alter table audit_log drop constraint audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
    check (actor_kind in ('USER', 'ACCESS_KEY', 'OPERATOR', 'PLATFORM'));

-- Links that work once. The secret in the link is not kept, its digest is.
create table one_time_links (
    digest bytea primary key,
    purpose text not null,
    user_id uuid references users (id) on delete cascade,
    payload text,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at)
);
create index one_time_links_user on one_time_links (user_id);
grant select, insert, update, delete on one_time_links to ${app}, ${worker};

-- The outbox. KEPT: there is no mail server, operators read it here. A delivered mail's text is erased: it may hold links
-- that are as good as a password.
create table mails (
    id uuid primary key,
    kind text not null,
    recipient text not null,
    subject text not null,
    body text,
    created_at timestamptz not null,
    state text not null check (state in ('WAITING', 'SENT', 'FAILED', 'KEPT')),
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    sent_at timestamptz,
    last_error text,
    check ((state = 'WAITING') = (next_attempt_at is not null)),
    check ((state = 'SENT') = (sent_at is not null))
);
create index mails_waiting on mails (next_attempt_at) where state = 'WAITING';
create index mails_created on mails (created_at desc);
grant insert on mails to ${app};
grant select, insert, update, delete on mails to ${worker};

-- What operators set for the whole platform, a value per name.
create table settings (
    name text primary key,
    value text not null,
    changed_at timestamptz not null
);
grant select, insert, update, delete on settings to ${app}, ${worker};
