import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueries } from '../../link/herald';
import { Failed, Loading } from '../../parts/States';
import { CarrierForm } from '../supervisor/carrier/CarrierForm';
import { ByEnvironment, CarrierInForce } from '../supervisor/carrier/CarrierInForce';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';

/** How texts will reach the carrier. It can wait: watch-only needs none. */
export function CarrierStep({ move }: StepProps) {
  const { data, isError, refetch } = useQuery({ ...useQueries().carrierSettings.get.queryOptions(), refetchInterval: 3_000 });
  const [entering, setEntering] = useState(false);
  if (data === undefined) {
    return isError ? <Failed what="the carrier settings" again={() => void refetch()} /> : <Loading what="the carrier settings" />;
  }
  return (
    <>
      <p>Texts leave through a Bandwidth account of yours. You can go on without one: watching needs none, going live does.</p>
      {data.settings !== null && <CarrierInForce view={data} />}
      {!data.canSet ? (
        <ByEnvironment view={data} />
      ) : data.settings === null || entering ? (
        <CarrierForm reason="First set-up" done={() => setEntering(false)} />
      ) : (
        <div>
          <Button className="button" onPress={() => setEntering(true)}>
            Enter other settings
          </Button>
        </div>
      )}
      <StepButtons back={() => move(-1)} next={() => move(1)} name={data.settings === null ? 'Next, without a carrier' : 'Next'} />
    </>
  );
}
