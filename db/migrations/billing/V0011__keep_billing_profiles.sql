-- Who is billed, who bills, and which taxes apply.

create table billing.profile (
  tenant_id uuid primary key,
  legal_name text not null check (length(legal_name) between 1 and 200),
  email text not null check (length(email) <= 254),
  line1 text not null check (length(line1) <= 200),
  line2 text not null check (length(line2) <= 200),
  postal_code text not null check (length(postal_code) <= 20),
  city text not null check (length(city) <= 100),
  region text not null check (length(region) <= 100),
  country text not null check (country ~ '^([A-Z]{2})?$'),
  tax_id text not null check (length(tax_id) <= 40),
  reference text not null check (length(reference) <= 100),
  updated_at timestamptz not null
);

alter table billing.profile enable row level security;
alter table billing.profile force row level security;
create policy own on billing.profile to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid)
  with check (tenant_id = current_setting('millirun.tenant')::uuid);
create policy every on billing.profile to ${worker} using (true) with check (true);
grant select, insert, update on billing.profile to ${app}, ${worker};

-- What the operator set in the console; where it is silent, the configuration speaks.
create table billing.issuer (
  id text primary key check (id = 'main'),
  prefix text not null check (prefix ~ '^[A-Z0-9]{1,8}$'),
  legal_name text not null,
  email text not null,
  line1 text not null,
  line2 text not null,
  postal_code text not null,
  city text not null,
  region text not null,
  country text not null check (country ~ '^([A-Z]{2})?$'),
  tax_id text not null,
  payment_instructions text not null check (length(payment_instructions) <= 1000),
  payment_days integer not null check (payment_days between 0 and 365),
  updated_at timestamptz not null
);

-- A rate for recipients in a country, from a UTC day on. The group says what is taxed by it.
create table billing.tax_rate (
  country text not null check (country ~ '^[A-Z]{2}$'),
  tax_group text not null check (tax_group ~ '^[a-z][a-z0-9-]{0,30}$'),
  effective_from date not null,
  name text not null check (length(name) between 1 and 40),
  percent numeric(7, 4) not null check (percent between 0 and 100),
  primary key (country, tax_group, effective_from)
);

grant select on billing.issuer, billing.tax_rate to ${app};
grant select, insert, update on billing.issuer, billing.tax_rate to ${worker};
grant delete on billing.tax_rate to ${worker};
