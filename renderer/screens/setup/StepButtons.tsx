import { Button } from 'react-aria-components';

interface StepButtonsProps {
  readonly back?: () => void;
  /** Left out where the button submits the step's form. */
  readonly next?: () => void;
  readonly name?: string;
  readonly isDisabled?: boolean;
}

/** Back and on, at the foot of every step. */
export function StepButtons({ back, next, name = 'Next', isDisabled = false }: StepButtonsProps) {
  return (
    <div className="dialogButtons">
      {back !== undefined && (
        <Button className="button" onPress={back}>
          Back
        </Button>
      )}
      <Button
        className="button strong"
        type={next === undefined ? 'submit' : 'button'}
        isDisabled={isDisabled}
        {...(next && { onPress: next })}
      >
        {name}
      </Button>
    </div>
  );
}
