-- Documents that were issued: numbered without gaps, never changed, corrected by credit notes alone.

-- The last number given out. Moved in the transaction that issues the document, so that a rollback leaves no gap.
create table billing.number_series (
  issuer text not null,
  series text not null check (series in ('invoice', 'credit_note')),
  year integer not null check (year between 2000 and 9999),
  last integer not null check (last >= 0),
  primary key (issuer, series, year)
);

-- One document per organization and UTC month. A month with nothing to charge gets a statement without a number.
create table billing.invoice (
  tenant_id uuid not null,
  id uuid not null,
  month date not null check (extract(day from month) = 1),
  kind text not null check (kind in ('invoice', 'zero_statement')),
  number text,
  issuer text not null,
  year integer not null,
  sequence integer,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor = net_minor + tax_minor),
  credited_minor bigint not null check (credited_minor between 0 and total_minor),
  recipient text not null,
  issued_at timestamptz not null,
  due_on date not null,
  usage_records bigint not null check (usage_records >= 0),
  usage_digest text not null check (usage_digest ~ '^[0-9a-f]{64}$'),
  primary key (tenant_id, id),
  unique (tenant_id, month),
  unique (issuer, year, sequence),
  unique (number),
  check ((kind = 'invoice') = (number is not null and sequence is not null)),
  check (kind = 'invoice' or total_minor = 0)
);
create index invoice_by_month on billing.invoice (month, issued_at);

-- The bytes that were issued, each written once.
create table billing.document (
  tenant_id uuid not null,
  subject_id uuid not null,
  format text not null check (format in ('json', 'csv', 'pdf')),
  content bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  stored_at timestamptz not null,
  primary key (tenant_id, subject_id, format)
);

create table billing.credit_note (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  number text not null unique,
  issuer text not null,
  year integer not null,
  sequence integer not null,
  currency text not null,
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor = net_minor + tax_minor and total_minor > 0),
  reason text not null check (length(reason) between 1 and 500),
  issued_at timestamptz not null,
  primary key (tenant_id, id),
  unique (issuer, year, sequence),
  foreign key (tenant_id, invoice_id) references billing.invoice
);
create index credit_note_by_invoice on billing.credit_note (tenant_id, invoice_id);

-- Where an invoice stands. The only part of it that moves.
create table billing.invoice_state (
  tenant_id uuid not null,
  invoice_id uuid not null,
  state text not null check (state in ('open', 'paid', 'nothing_due', 'cancelled', 'uncollectible')),
  outstanding_minor bigint not null check (outstanding_minor >= 0),
  changed_at timestamptz not null,
  primary key (tenant_id, invoice_id),
  foreign key (tenant_id, invoice_id) references billing.invoice,
  check ((state in ('open', 'uncollectible')) = (outstanding_minor > 0))
);
create index invoice_state_open on billing.invoice_state (tenant_id) where state = 'open';

-- One run per month; it may be started again until it is finished.
create table billing.invoice_run (
  month date primary key check (extract(day from month) = 1),
  started_at timestamptz not null,
  finished_at timestamptz check (finished_at >= started_at)
);

create trigger invoice_is_final before update or delete or truncate on billing.invoice
  for each statement execute function billing.refuse_change();
create trigger document_is_final before update or delete or truncate on billing.document
  for each statement execute function billing.refuse_change();
create trigger credit_note_is_final before update or delete or truncate on billing.credit_note
  for each statement execute function billing.refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['invoice', 'document', 'credit_note', 'invoice_state'] loop
    execute format('alter table billing.%I enable row level security', name);
    execute format('alter table billing.%I force row level security', name);
    execute format('create policy own on billing.%I for select to ${app} '
      'using (tenant_id = current_setting(''millirun.tenant'')::uuid)', name);
    execute format('create policy every on billing.%I to ${worker} using (true) with check (true)', name);
  end loop;
end $$;

grant select on billing.invoice, billing.document, billing.credit_note, billing.invoice_state to ${app};
grant select, insert on billing.invoice, billing.document, billing.credit_note to ${worker};
grant select, insert, update on billing.invoice_state, billing.number_series, billing.invoice_run to ${worker};
