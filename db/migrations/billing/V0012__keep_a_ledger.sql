-- Double entry, append-only: every transaction sums to zero, balances are what the entries add up to.

create table billing.ledger_transaction (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note', 'payment', 'payment_reversed', 'refund', 'credit_granted',
    'credit_used', 'credit_expired', 'write_off')),
  reference text not null check (length(reference) between 1 and 200),
  invoice_id uuid,
  note text not null check (length(note) <= 500),
  at timestamptz not null,
  primary key (tenant_id, id),
  -- The same event posted again is refused.
  unique (tenant_id, kind, reference)
);

-- Debits are positive, credits negative, in minor units.
create table billing.ledger_entry (
  tenant_id uuid not null,
  transaction_id uuid not null,
  ordinal integer not null check (ordinal > 0),
  account text not null check (account in ('receivable', 'revenue', 'tax', 'cash', 'credits', 'promotion', 'breakage',
    'write_off')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor <> 0),
  primary key (tenant_id, transaction_id, ordinal),
  foreign key (tenant_id, transaction_id) references billing.ledger_transaction
);

create index ledger_transaction_by_invoice on billing.ledger_transaction (tenant_id, invoice_id);
create index ledger_transaction_by_time on billing.ledger_transaction (at);

create function billing.check_ledger_transaction() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
declare
  wrong text;
begin
  select string_agg(format('%s %s', sum, currency), ', ') into wrong from (
    select currency, sum(amount_minor) from billing.ledger_entry
    where tenant_id = new.tenant_id and transaction_id = new.transaction_id
    group by currency having sum(amount_minor) <> 0) unbalanced;
  if wrong is not null then
    raise exception 'ledger transaction % does not sum to zero: %', new.transaction_id, wrong
      using errcode = 'check_violation';
  end if;
  return null;
end $$;

create constraint trigger ledger_entries_sum_to_zero after insert on billing.ledger_entry
  deferrable initially deferred for each row execute function billing.check_ledger_transaction();

create function billing.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%.% is never changed: % refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'integrity_constraint_violation';
end $$;

create trigger ledger_transaction_is_final before update or delete or truncate on billing.ledger_transaction
  for each statement execute function billing.refuse_change();
create trigger ledger_entry_is_final before update or delete or truncate on billing.ledger_entry
  for each statement execute function billing.refuse_change();

-- Prepaid, promotional and goodwill credits; what is left of one is its amount less its uses.
create table billing.credit_grant (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('prepaid', 'promotional', 'goodwill')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint not null check (amount_minor > 0),
  granted_at timestamptz not null,
  expires_at timestamptz check (expires_at > granted_at),
  reference text not null check (length(reference) between 1 and 200),
  primary key (tenant_id, id),
  unique (tenant_id, reference)
);

-- How credits went: onto an invoice or, without one, by expiry.
create table billing.credit_use (
  tenant_id uuid not null,
  grant_id uuid not null,
  id uuid not null,
  invoice_id uuid,
  amount_minor bigint not null check (amount_minor > 0),
  at timestamptz not null,
  primary key (tenant_id, grant_id, id),
  foreign key (tenant_id, grant_id) references billing.credit_grant
);
create unique index credit_use_once_per_invoice on billing.credit_use (tenant_id, grant_id, invoice_id)
  where invoice_id is not null;
create unique index credit_expires_once on billing.credit_use (tenant_id, grant_id) where invoice_id is null;

create function billing.check_credit_use() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  if (select sum(u.amount_minor) from billing.credit_use u where u.tenant_id = new.tenant_id and u.grant_id = new.grant_id)
     > (select g.amount_minor from billing.credit_grant g where g.tenant_id = new.tenant_id and g.id = new.grant_id) then
    raise exception 'credit % is used beyond its amount', new.grant_id using errcode = 'check_violation';
  end if;
  return null;
end $$;

create constraint trigger credit_is_not_overdrawn after insert on billing.credit_use
  deferrable initially deferred for each row execute function billing.check_credit_use();
create trigger credit_grant_is_final before update or delete or truncate on billing.credit_grant
  for each statement execute function billing.refuse_change();
create trigger credit_use_is_final before update or delete or truncate on billing.credit_use
  for each statement execute function billing.refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['ledger_transaction', 'ledger_entry', 'credit_grant', 'credit_use'] loop
    execute format('alter table billing.%I enable row level security', name);
    execute format('alter table billing.%I force row level security', name);
    execute format('create policy own on billing.%I for select to ${app} '
      'using (tenant_id = current_setting(''millirun.tenant'')::uuid)', name);
    execute format('create policy every on billing.%I to ${worker} using (true) with check (true)', name);
  end loop;
end $$;

create view billing.ledger_balance with (security_invoker = true) as
  select tenant_id, account, currency, sum(amount_minor)::bigint as amount_minor
  from billing.ledger_entry group by tenant_id, account, currency;

grant select on billing.ledger_transaction, billing.ledger_entry, billing.ledger_balance, billing.credit_grant,
  billing.credit_use to ${app};
grant select, insert on billing.ledger_transaction, billing.ledger_entry, billing.credit_grant, billing.credit_use
  to ${worker};
-- Locks a credit while it is spent; nothing may be updated.
grant update (reference) on billing.credit_grant to ${worker};
grant select on billing.ledger_balance to ${worker};
