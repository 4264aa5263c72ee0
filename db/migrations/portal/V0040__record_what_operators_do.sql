-- What operators do to the platform itself (prices, plans, settings): no organization's audit log has it.

create table operator_log (
    id uuid primary key,
    at timestamptz not null,
    user_id uuid not null,
    user_name text not null,
    address text,
    action text not null check (action ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$'),
    subject text not null
);
grant select, insert on operator_log to ${worker};

-- A key that an operator makes for programs that run the platform.
alter table access_keys drop constraint access_keys_scopes_check;
alter table access_keys add constraint access_keys_scopes_check
    check (cardinality(scopes) > 0 and scopes <@ '{INVOKE,READ,DEPLOY,BILLING,ADMIN,OPERATE}');
