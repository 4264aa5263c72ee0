-- What each invoice charges for, beside its amounts, so that usage, lines and ledger can be compared; and what held one up.

alter table billing.invoice
  add column requests bigint not null check (requests >= 0),
  add column mb_ms bigint not null check (mb_ms >= 0);

-- Why an organization has no invoice for a month yet; gone once it has.
create table billing.invoice_failure (
  tenant_id uuid not null,
  month date not null check (extract(day from month) = 1),
  problem text not null check (length(problem) between 1 and 2000),
  attempts integer not null check (attempts > 0),
  failed_at timestamptz not null,
  primary key (tenant_id, month)
);

alter table billing.invoice_failure enable row level security;
alter table billing.invoice_failure force row level security;
create policy every on billing.invoice_failure to ${worker} using (true) with check (true);
grant select, insert, update, delete on billing.invoice_failure to ${worker};

-- Documents are fetched by those that lack a form.
create index document_by_time on billing.document (format, stored_at);
create index invoice_by_organization on billing.invoice (tenant_id, issued_at);
